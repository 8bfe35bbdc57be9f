package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;

/**
 * The gradients of a cell's weights, once all steps have gone back: each a product over all T*N
 * rows. They are added to those parameters that are trainable.
 */
final class ParameterGradients {
  private final CudaDevice device;
  private final Cell cell;
  private final CellSteps steps;
  private final CellParameters parameters;
  private final PassMemory pass;
  private final StepOrder order;
  private final int hidden;
  private final int width;

  ParameterGradients(
      CudaDevice device,
      Cell cell,
      CellSteps steps,
      CellParameters parameters,
      PassMemory pass,
      StepOrder order) {
    this.device = device;
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
  void addInputWeights(Matrix gradients, Matrix x) {
    Matrix sum = Matrix.of(gradient(CellParameter.WEIGHT_IH), width, x.columns());
    device.matrixProducts().multiply(gradients.transpose(), x, sum, true);
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
      Matrix gradients = rows(pass.projectionGradients, cell.outputSize());
      Matrix sum = Matrix.of(gradient(CellParameter.WEIGHT_HR), cell.outputSize(), hidden);
      device.matrixProducts().multiply(gradients.transpose(), rows(pass.inner, hidden), sum, true);
    }
  }

  private void addRecurrentWeights(CellSteps.RecurrentPart part) {
    boolean inner = part.operand() == CellSteps.Kept.INNER;
    Matrix gradients = new GateGradients(pass, cell, order.rows()).ofState(part);
    addRecurrentRows(part.firstGate(), gradients, inner ? rows(pass.inner, hidden) : hiddens());
  }

  private void addRecurrentRows(int firstGate, Matrix gradients, Matrix operand) {
    long before = (long) firstGate * hidden * operand.columns();
    DeviceMemory target = gradient(CellParameter.WEIGHT_HH).plusFloats(before);
    Matrix sum = Matrix.of(target, gradients.columns(), operand.columns());
    device.matrixProducts().multiply(gradients.transpose(), operand, sum, true);
  }

  private Matrix hiddens() {
    return rows(pass.hiddens, cell.outputSize());
  }

  private Matrix rows(DeviceMemory values, int columns) {
    return Matrix.of(values, order.rows(), columns);
  }

  private boolean wants(CellParameter role) {
    return parameters.get(role).trainable();
  }

  private DeviceMemory gradient(CellParameter role) {
    return CudaTensor.of(parameters.get(role).gradient(), device).output();
  }
}
