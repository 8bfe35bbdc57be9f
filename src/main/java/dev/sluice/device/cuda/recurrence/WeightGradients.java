package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixProducts;
import dev.sluice.device.cuda.operation.MatrixView;
import org.jspecify.annotations.Nullable;

/**
 * Computes the gradients of a cell's weights, after the backward pass over all steps. Each is a
 * matrix product over all T*N rows, and is added to the gradient of the parameter. Parameters that
 * are not trainable are skipped.
 */
final class WeightGradients {
  private final CudaBackend device;
  private final MatrixProducts products;
  private final Cell cell;
  private final CellSteps steps;
  private final CellParameters parameters;
  private final PassMemory pass;
  private final StepOrder order;
  private final int hidden;
  private final int width;

  WeightGradients(
      CudaBackend device,
      MatrixProducts products,
      Cell cell,
      CellSteps steps,
      CellParameters parameters,
      PassMemory pass,
      StepOrder order) {
    this.device = device;
    this.products = products;
    this.cell = cell;
    this.steps = steps;
    this.parameters = parameters;
    this.pass = pass;
    this.order = order;
    this.hidden = cell.hiddenSize();
    this.width = cell.gates() * hidden;
  }

  /** Whether weightIh is trainable, so that {@link #addInputWeights} must be called. */
  boolean wantsInputWeights() {
    return wants(CellParameter.WEIGHT_IH);
  }

  /**
   * Submits {@code dWih += gradientsᵀ x}.
   *
   * @param gradients with respect to the product with the input, {@code [T*N, G*H]}
   * @param x {@code [T*N, I]} in step order, finite beyond the lengths too
   */
  void addInputWeights(MatrixView gradients, MatrixView x) {
    MatrixView sum = MatrixView.of(gradient(CellParameter.WEIGHT_IH), width, x.columns());
    products.multiply(gradients.transpose(), x, sum, true);
  }

  /** Submits the additions to dWhh and, for a cell with a projection, to dWhr. */
  void addRecurrentWeights() {
    if (wants(CellParameter.WEIGHT_HH)) {
      if (cell.layerNorm()) {
        addRecurrentRows(0, rows(pass.stateGradients, width), hiddens());
      } else {
        steps.recurrentParts().forEach(this::addRecurrentWeights);
      }
    }
    if (steps.projects() && wants(CellParameter.WEIGHT_HR)) {
      MatrixView gradients = rows(pass.projectionGradients, cell.outputSize());
      MatrixView sum = MatrixView.of(gradient(CellParameter.WEIGHT_HR), cell.outputSize(), hidden);
      products.multiply(gradients.transpose(), rows(pass.inner, hidden), sum, true);
    }
  }

  private void addRecurrentWeights(CellSteps.RecurrentPart part) {
    boolean inner = part.operand() == CellSteps.Kept.INNER;
    MatrixView gradients = new GateGradients(pass, cell, order.rows()).ofState(part);
    addRecurrentRows(part.firstGate(), gradients, inner ? rows(pass.inner, hidden) : hiddens());
  }

  private void addRecurrentRows(int firstGate, MatrixView gradients, MatrixView operand) {
    long before = (long) firstGate * hidden * operand.columns();
    DeviceMemory target = gradient(CellParameter.WEIGHT_HH).plusFloats(before);
    MatrixView sum = MatrixView.of(target, gradients.columns(), operand.columns());
    products.multiply(gradients.transpose(), operand, sum, true);
  }

  private MatrixView hiddens() {
    return rows(pass.hiddens, cell.outputSize());
  }

  private MatrixView rows(@Nullable DeviceMemory values, int columns) {
    return MatrixView.of(PassMemory.present(values), order.rows(), columns);
  }

  private boolean wants(CellParameter role) {
    return parameters.get(role).trainable();
  }

  private DeviceMemory gradient(CellParameter role) {
    return CudaTensor.of(parameters.get(role).gradient(), device).output();
  }
}
