package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.operation.MatrixOperand;
import dev.sluice.device.cuda.operation.MatrixProducts;

/**
 * The steps of one pass in one way through time, for {@link CellSteps}: their kernels and products.
 * Every address that is named here stays the same from pass to pass, so all of it can be recorded.
 */
public final class StepRun {
  private final CudaBackend device;
  private final StepMemory memory;
  private final DeviceMemory weights;
  private final DeviceMemory projectionWeights;
  private final int batch;
  private final int hidden;
  private final int output;
  private final int gates;
  private final MatrixProducts products;
  private final boolean rounds;
  private final boolean norms;

  /**
   * In {@code bfloat16}, submits the rounding of the weights.
   *
   * @param batch N
   */
  public StepRun(
      CudaBackend device,
      MatrixProducts products,
      StepMemory memory,
      Cell cell,
      CellParameters parameters,
      int batch) {
    this.device = device;
    this.products = products;
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
        ? products.round(MatrixOperand.of(exact, rows, columns), rounded).memory()
        : exact;
  }

  /** What tells the recording of these steps from others of the plan. */
  StepChunks.Kind kind(StepChunks.Way way) {
    long projection = projectionWeights == null ? 0 : projectionWeights.address();
    return new StepChunks.Kind(way, batch, weights.address(), projection);
  }

  /** N*H: the threads of a step kernel over cell units and gates. */
  public long units() {
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
  public Launch kernel(String module, String name, int launch) {
    return device.kernel(module, name).memory(memory.arguments).int32(launch);
  }

  /** Submits the move of all later launches to other steps. */
  public void advance(int steps) {
    device.kernel("recurrence", "advance").memory(memory.arguments).int32(steps).blocks(1);
  }

  /** {@code recurrent = h Wᵀ} for these gates. */
  public void multiplyHidden(int firstGate, int count) {
    MatrixOperand state = outputs(rounds ? memory.hRounded : memory.h);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** {@code recurrent = reset Wᵀ} for these gates. */
  void multiplyReset(int firstGate, int count) {
    MatrixOperand state = units(rounds ? memory.resetRounded : memory.reset);
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
    MatrixOperand projected = units(rounds ? memory.mRounded : memory.m);
    multiply(projected, projectionWeights().transpose(), outputs(memory.projection), false);
  }

  /** {@code m = projection W_hr}: gradients now. */
  void setProjectedGradient() {
    MatrixOperand gradients = outputs(rounds ? memory.projectionRounded : memory.projection);
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

  private void multiply(MatrixOperand a, MatrixOperand b, MatrixOperand c, boolean add) {
    if (rounds) {
      products.multiplyBfloat16(a, b, c, add);
    } else {
      products.multiply(a, b, c, add);
    }
  }

  private MatrixOperand units(DeviceMemory state) {
    return MatrixOperand.of(state, batch, hidden);
  }

  private MatrixOperand outputs(DeviceMemory state) {
    return MatrixOperand.of(state, batch, output);
  }

  private MatrixOperand weights(int firstGate, int count) {
    long elements = (long) firstGate * hidden * output;
    return MatrixOperand.of(weights.plus(elements * operandBytes()), (long) count * hidden, output);
  }

  private MatrixOperand projectionWeights() {
    return MatrixOperand.of(projectionWeights, output, hidden);
  }

  private MatrixOperand recurrent(int firstGate, int count) {
    return block(memory.recurrent, Float.BYTES, firstGate, count);
  }

  private MatrixOperand dGates(int firstGate, int count) {
    DeviceMemory gradients = rounds ? memory.dGatesRounded : memory.dGates;
    return block(gradients, operandBytes(), firstGate, count);
  }

  private MatrixOperand block(DeviceMemory rows, int elementBytes, int firstGate, int count) {
    DeviceMemory first = rows.plus((long) firstGate * hidden * elementBytes);
    return new MatrixOperand(first, batch, count * hidden, gates * hidden, false);
  }

  private int operandBytes() {
    return rounds ? Short.BYTES : Float.BYTES;
  }
}
