package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixOperand;
import dev.sluice.device.cuda.operation.MatrixProducts;

/**
 * The gradients of a cell's weights, once all steps have gone back: each a product over all T*N
 * rows. They are added to those parameters that are trainable.
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

  /** Whether {@link #addInputWeights} is needed. */
  boolean wantsInputWeights() {
    return wants(CellParameter.WEIGHT_IH);
  }

  /**
   * {@code dWih += gradientsᵀ x}.
   *
   * @param gradients by the product with the input, {@code [T*N, G*H]}
   * @param x {@code [T*N, I]} in step order, finite in dead rows
   */
  void addInputWeights(MatrixOperand gradients, MatrixOperand x) {
    MatrixOperand sum = MatrixOperand.of(gradient(CellParameter.WEIGHT_IH), width, x.columns());
    products.multiply(gradients.transpose(), x, sum, true);
  }

  /** {@code dWhh}, and {@code dWhr}. */
  void addRecurrentWeights() {
    if (wants(CellParameter.WEIGHT_HH)) {
      if (cell.layerNorm()) {
        addRecurrentRows(0, rows(pass.stateGradients, width), hiddens());
      } else {
        steps.recurrentParts().forEach(this::addRecurrentWeights);
      }
    }
    if (steps.projects() && wants(CellParameter.WEIGHT_HR)) {
      MatrixOperand gradients = rows(pass.projectionGradients, cell.outputSize());
      MatrixOperand sum =
          MatrixOperand.of(gradient(CellParameter.WEIGHT_HR), cell.outputSize(), hidden);
      products.multiply(gradients.transpose(), rows(pass.inner, hidden), sum, true);
    }
  }

  private void addRecurrentWeights(CellSteps.RecurrentPart part) {
    boolean inner = part.operand() == CellSteps.Kept.INNER;
    MatrixOperand gradients = new GateGradients(pass, cell, order.rows()).ofState(part);
    addRecurrentRows(part.firstGate(), gradients, inner ? rows(pass.inner, hidden) : hiddens());
  }

  private void addRecurrentRows(int firstGate, MatrixOperand gradients, MatrixOperand operand) {
    long before = (long) firstGate * hidden * operand.columns();
    DeviceMemory target = gradient(CellParameter.WEIGHT_HH).plusFloats(before);
    MatrixOperand sum = MatrixOperand.of(target, gradients.columns(), operand.columns());
    products.multiply(gradients.transpose(), operand, sum, true);
  }

  private MatrixOperand hiddens() {
    return rows(pass.hiddens, cell.outputSize());
  }

  private MatrixOperand rows(DeviceMemory values, int columns) {
    return MatrixOperand.of(values, order.rows(), columns);
  }

  private boolean wants(CellParameter role) {
    return parameters.get(role).trainable();
  }

  private DeviceMemory gradient(CellParameter role) {
    return CudaTensor.of(parameters.get(role).gradient(), device).output();
  }
}
