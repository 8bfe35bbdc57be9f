package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;

/**
 * The gradients of a cell's parameters, once all steps have gone back: each one product or sum over
 * all T*N rows. They are added to those parameters that are trainable.
 */
final class ParameterGradients {
  /** Rows that one thread sums up at least, and parts that are summed up at most. */
  private static final int LEAST_ROWS = 8;

  private static final int MOST_PARTS = 128;

  private final CudaDevice device;
  private final CellSteps steps;
  private final CellParameters parameters;
  private final PassMemory pass;
  private final long rows;
  private final int hidden;
  private final int gates;

  /**
   * @param rows T*N, at least 1
   */
  ParameterGradients(
      CudaDevice device,
      Cell cell,
      CellSteps steps,
      CellParameters parameters,
      PassMemory pass,
      long rows) {
    this.device = device;
    this.steps = steps;
    this.parameters = parameters;
    this.pass = pass;
    this.rows = rows;
    this.hidden = cell.hiddenSize();
    this.gates = cell.gates();
  }

  /** Whether {@link #addInputWeights} is needed. */
  boolean wantsInputWeights() {
    return parameters.get(CellParameter.WEIGHT_IH).trainable();
  }

  /**
   * {@code dWih += dGatesᵀ x}.
   *
   * @param x {@code [T*N, I]} in step order, finite in dead rows
   */
  void addInputWeights(Matrix x) {
    DeviceMemory target = gradient(CellParameter.WEIGHT_IH);
    Matrix sum = Matrix.of(target, (long) gates * hidden, x.columns());
    device.matrixProducts().multiply(gates(0, gates).transpose(), x, sum, true);
  }

  /** {@code dWhh} and the biases. */
  void addRecurrent() {
    for (CellSteps.RecurrentPart part : steps.recurrentParts()) {
      if (parameters.get(CellParameter.WEIGHT_HH).trainable()) {
        addRecurrentWeights(part);
      }
      addBiases(part);
    }
  }

  private void addRecurrentWeights(CellSteps.RecurrentPart part) {
    DeviceMemory target = gradient(CellParameter.WEIGHT_HH);
    long before = (long) part.firstGate() * hidden * hidden;
    Matrix sum = Matrix.of(target.plusFloats(before), (long) part.gates() * hidden, hidden);
    DeviceMemory operand = part.operand() == CellSteps.Kept.INNER ? pass.inner : pass.hiddens;
    device
        .matrixProducts()
        .multiply(gradients(part).transpose(), Matrix.of(operand, rows, hidden), sum, true);
  }

  private void addBiases(CellSteps.RecurrentPart part) {
    DeviceMemory ih = bias(CellParameter.BIAS_IH, part);
    DeviceMemory hh = bias(CellParameter.BIAS_HH, part);
    if (part.gradients() == CellSteps.Kept.INNER) {
      addColumnSums(gates(part.firstGate(), part.gates()), ih, null);
      addColumnSums(gradients(part), hh, null);
    } else {
      addColumnSums(gradients(part), ih, hh);
    }
  }

  /** Adds to one or two targets, where they are not null. */
  private void addColumnSums(Matrix values, DeviceMemory first, DeviceMemory second) {
    if (first == null && second == null) {
      return;
    }
    int parts = (int) Math.max(1, Math.min(MOST_PARTS, rows / LEAST_ROWS));
    long count = (long) parts * values.columns();
    try (MemoryPool.Loan partial = device.pool().lend(count * Float.BYTES)) {
      device
          .kernel("recurrence", "partial_column_sums")
          .memory(values.memory())
          .int64(rows)
          .int32(values.columns())
          .int32(values.stride())
          .int32(parts)
          .memory(partial.memory())
          .over(count);
      device
          .kernel("recurrence", "add_column_sums")
          .memory(partial.memory())
          .int32(parts)
          .int32(values.columns())
          .memory(first)
          .memory(second)
          .over(values.columns());
    }
  }

  private Matrix gradients(CellSteps.RecurrentPart part) {
    return part.gradients() == CellSteps.Kept.INNER
        ? Matrix.of(pass.inner, rows, hidden)
        : gates(part.firstGate(), part.gates());
  }

  private Matrix gates(int firstGate, int count) {
    DeviceMemory first = pass.gates.plusFloats((long) firstGate * hidden);
    return new Matrix(first, rows, count * hidden, gates * hidden, false);
  }

  private DeviceMemory bias(CellParameter role, CellSteps.RecurrentPart part) {
    return parameters.has(role) && parameters.get(role).trainable()
        ? gradient(role).plusFloats((long) part.firstGate() * hidden)
        : null;
  }

  private DeviceMemory gradient(CellParameter role) {
    return CudaTensor.of(parameters.get(role).gradient(), device).output();
  }
}
