package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.device.Precision;

/**
 * The steps of one pass in one way through time, for {@link CellSteps}: their kernels and products.
 * Every address that is named here stays the same from pass to pass, so all of it can be recorded.
 */
final class StepRun {
  private final CudaDevice device;
  private final StepMemory memory;
  private final DeviceMemory weights;
  private final int batch;
  private final int hidden;
  private final int gates;
  private final boolean rounds;

  /**
   * In {@code bfloat16}, submits the rounding of the weights.
   *
   * @param weightHh {@code [G*H, H]}
   * @param batch N
   */
  StepRun(CudaDevice device, StepMemory memory, Cell cell, DeviceMemory weightHh, int batch) {
    this.device = device;
    this.memory = memory;
    this.batch = batch;
    hidden = cell.hiddenSize();
    gates = cell.gates();
    rounds = device.precision() == Precision.BFLOAT16;
    if (rounds) {
      Matrix exact = Matrix.of(weightHh, (long) gates * hidden, hidden);
      weights = device.matrixProducts().round(exact, memory.weightsRounded).memory();
    } else {
      weights = weightHh;
    }
  }

  /** The address that the products read weights from. */
  long weights() {
    return weights.address();
  }

  /** N*H: the threads of a step kernel. */
  long units() {
    return (long) batch * hidden;
  }

  /** Begins the launch of a step kernel. */
  Launch kernel(String module, String name, int launch) {
    return device.kernel(module, name).memory(memory.arguments).int32(launch);
  }

  /** Submits the move of all later launches to other steps. */
  void advance(int steps) {
    device.kernel("recurrence", "advance").memory(memory.arguments).int32(steps).blocks(1);
  }

  /** {@code recurrent = h Wᵀ} for these gates. */
  void multiplyHidden(int firstGate, int count) {
    Matrix state = states(rounds ? memory.hRounded : memory.h);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** {@code recurrent = reset Wᵀ} for these gates. */
  void multiplyReset(int firstGate, int count) {
    Matrix state = states(rounds ? memory.resetRounded : memory.reset);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** {@code dH += dGates W} over these gates. */
  void addHiddenGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), states(memory.dH), true);
  }

  /** {@code reset = dGates W} over these gates. */
  void setResetGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), states(memory.reset), false);
  }

  private void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
    if (rounds) {
      device.matrixProducts().multiplyBfloat16(a, b, c, add);
    } else {
      device.matrixProducts().multiply(a, b, c, add);
    }
  }

  private Matrix states(DeviceMemory state) {
    return Matrix.of(state, batch, hidden);
  }

  private Matrix weights(int firstGate, int count) {
    long elements = (long) firstGate * hidden * hidden;
    return Matrix.of(weights.plus(elements * operandBytes()), (long) count * hidden, hidden);
  }

  private Matrix recurrent(int firstGate, int count) {
    return block(memory.recurrent, Float.BYTES, firstGate, count);
  }

  private Matrix dGates(int firstGate, int count) {
    DeviceMemory gradients = rounds ? memory.dGatesRounded : memory.dGates;
    return block(gradients, operandBytes(), firstGate, count);
  }

  private Matrix block(DeviceMemory rows, int elementBytes, int firstGate, int count) {
    DeviceMemory first = rows.plus((long) firstGate * hidden * elementBytes);
    return new Matrix(first, batch, count * hidden, gates * hidden, false);
  }

  private int operandBytes() {
    return rounds ? Short.BYTES : Float.BYTES;
  }
}
