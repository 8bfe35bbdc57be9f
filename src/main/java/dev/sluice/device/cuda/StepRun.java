package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Precision;

/**
 * The steps of one pass in one way through time, for {@link CellSteps}: their kernels and products.
 * Every address that is named here stays the same from pass to pass, so all of it can be recorded.
 */
final class StepRun {
  private final CudaDevice device;
  private final StepMemory memory;
  private final DeviceMemory weights;
  private final DeviceMemory projectionWeights;
  private final int batch;
  private final int hidden;
  private final int output;
  private final int gates;
  private final boolean rounds;
  private final boolean norms;

  /**
   * In {@code bfloat16}, submits the rounding of the weights.
   *
   * @param batch N
   */
  StepRun(CudaDevice device, StepMemory memory, Cell cell, CellParameters parameters, int batch) {
    this.device = device;
    this.memory = memory;
    this.batch = batch;
    hidden = cell.hiddenSize();
    output = cell.outputSize();
    gates = cell.gates();
    norms = cell.layerNorm();
    rounds = device.precision() == Precision.BFLOAT16;
    weights =
        operand(
            parameters,
            CellParameter.WEIGHT_HH,
            (long) gates * hidden,
            output,
            memory.weightsRounded);
    projectionWeights =
        parameters.has(CellParameter.WEIGHT_HR)
            ? operand(
                parameters,
                CellParameter.WEIGHT_HR,
                output,
                hidden,
                memory.projectionWeightsRounded)
            : null;
  }

  private DeviceMemory operand(
      CellParameters parameters, CellParameter role, long rows, int columns, DeviceMemory rounded) {
    DeviceMemory exact = CudaTensor.of(parameters.get(role).value(), device).input();
    return rounds
        ? device.matrixProducts().round(Matrix.of(exact, rows, columns), rounded).memory()
        : exact;
  }

  /** What tells the recording of these steps from others of the plan. */
  StepChunks.Kind kind(StepChunks.Way way) {
    long projection = projectionWeights == null ? 0 : projectionWeights.address();
    return new StepChunks.Kind(way, batch, weights.address(), projection);
  }

  /** N*H: the threads of a step kernel over cell units and gates. */
  long units() {
    return (long) batch * hidden;
  }

  /** N*P: the threads of a step kernel over the units of h. */
  long outputs() {
    return (long) batch * output;
  }

  /** N: the blocks of a step kernel over rows. */
  int rows() {
    return batch;
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
    Matrix state = outputs(rounds ? memory.hRounded : memory.h);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** {@code recurrent = reset Wᵀ} for these gates. */
  void multiplyReset(int firstGate, int count) {
    Matrix state = units(rounds ? memory.resetRounded : memory.reset);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** The norm of {@code recurrent}, all gates of it; nothing for cells without. */
  void normState(int launch) {
    if (norms) {
      kernel("norm", "norm_state_forward", launch).overBlocks(rows());
    }
  }

  /** {@code projection = m W_hrᵀ}. */
  void multiplyProjection() {
    Matrix projected = units(rounds ? memory.mRounded : memory.m);
    multiply(projected, projectionWeights().transpose(), outputs(memory.projection), false);
  }

  /** {@code m = projection W_hr}: gradients now. */
  void setProjectedGradient() {
    Matrix gradients = outputs(rounds ? memory.projectionRounded : memory.projection);
    multiply(gradients, projectionWeights(), units(memory.m), false);
  }

  /** The way back of {@link #normState}. */
  void normStateGradient(int launch) {
    if (norms) {
      kernel("norm", "norm_state_backward", launch).overBlocks(rows());
    }
  }

  /** {@code dH += dGates W} over these gates. */
  void addHiddenGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), outputs(memory.dH), true);
  }

  /** {@code reset = dGates W} over these gates. */
  void setResetGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), units(memory.reset), false);
  }

  private void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
    if (rounds) {
      device.matrixProducts().multiplyBfloat16(a, b, c, add);
    } else {
      device.matrixProducts().multiply(a, b, c, add);
    }
  }

  private Matrix units(DeviceMemory state) {
    return Matrix.of(state, batch, hidden);
  }

  private Matrix outputs(DeviceMemory state) {
    return Matrix.of(state, batch, output);
  }

  private Matrix weights(int firstGate, int count) {
    long elements = (long) firstGate * hidden * output;
    return Matrix.of(weights.plus(elements * operandBytes()), (long) count * hidden, output);
  }

  private Matrix projectionWeights() {
    return Matrix.of(projectionWeights, output, hidden);
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
