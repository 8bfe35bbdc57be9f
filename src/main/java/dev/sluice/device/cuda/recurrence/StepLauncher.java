package dev.sluice.device.cuda.recurrence;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.operation.MatrixProducts;
import dev.sluice.device.cuda.operation.MatrixView;
import org.jspecify.annotations.Nullable;

/**
 * Submits the kernels and matrix products of single timesteps, for {@link CellSteps}. All its
 * addresses stay the same from pass to pass, so what it submits can be recorded into a graph.
 */
public final class StepLauncher {
  private final CudaBackend device;
  private final StepWorkspace memory;
  private final DeviceMemory weights;
  private final @Nullable DeviceMemory projectionWeights;
  private final int batch;
  private final int hidden;
  private final int output;
  private final int gates;
  private final MatrixProducts products;
  private final boolean rounds;
  private final boolean norms;

  /**
   * Creates a launcher. In {@code bfloat16} precision it submits the rounding of the weights.
   *
   * @param batch N
   */
  public StepLauncher(
      CudaBackend device,
      MatrixProducts products,
      StepWorkspace memory,
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
      CellParameters parameters,
      CellParameter role,
      long rows,
      int columns,
      @Nullable DeviceMemory rounded) {
    DeviceMemory exact = CudaTensor.of(parameters.get(role).value(), device).input();
    return rounds
        ? products.round(MatrixView.of(exact, rows, columns), present(rounded)).memory()
        : exact;
  }

  /** The key of the recorded graphs of these steps. */
  StepChunkRunner.GraphKey graphKey(StepChunkRunner.Phase phase) {
    long projection = projectionWeights == null ? 0 : projectionWeights.address();
    return new StepChunkRunner.GraphKey(phase, batch, weights.address(), projection);
  }

  /** N*H: the threads of a step kernel over hidden units. */
  public long units() {
    return (long) batch * hidden;
  }

  /** N*P: the threads of a step kernel over the elements of h. */
  long outputs() {
    return (long) batch * output;
  }

  /** N: the blocks of a step kernel over rows. */
  int rows() {
    return batch;
  }

  /** Begins the launch of a step kernel and adds the address of {@code struct Pass}. */
  public Launch kernel(String module, String name, int launch) {
    return device.kernel(module, name).memory(memory.arguments).int32(launch);
  }

  /**
   * Submits the kernel that moves all later launches by some timesteps; negative is back in time.
   */
  public void advance(int steps) {
    device.kernel("recurrence", "advance").memory(memory.arguments).int32(steps).blocks(1);
  }

  /** Submits {@code recurrent = h Wᵀ} for these gates. */
  public void multiplyHidden(int firstGate, int count) {
    MatrixView state = outputs(rounds ? memory.hRounded : memory.h);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** Submits {@code recurrent = reset Wᵀ} for these gates. */
  void multiplyReset(int firstGate, int count) {
    MatrixView state = units(rounds ? memory.resetRounded : memory.reset);
    multiply(state, weights(firstGate, count).transpose(), recurrent(firstGate, count), false);
  }

  /** Submits the layer norm of {@code recurrent}, over all gates; nothing for cells without it. */
  void normStateForward(int launch) {
    if (norms) {
      kernel("norm", "norm_state_forward", launch).overBlocks(rows());
    }
  }

  /** Submits {@code projection = m W_hrᵀ}. */
  void multiplyProjection() {
    MatrixView projected = units(rounds ? memory.mRounded : memory.m);
    multiply(projected, projectionWeights().transpose(), outputs(memory.projection), false);
  }

  /** Submits {@code m = projection W_hr}, which are gradients in the backward pass. */
  void setProjectedGradient() {
    MatrixView gradients = outputs(rounds ? memory.projectionRounded : memory.projection);
    multiply(gradients, projectionWeights(), units(memory.m), false);
  }

  /** Submits the backward pass of {@link #normStateForward}. */
  void normStateBackward(int launch) {
    if (norms) {
      kernel("norm", "norm_state_backward", launch).overBlocks(rows());
    }
  }

  /** Submits {@code dH += dGates W} over these gates. */
  void addHiddenGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), outputs(memory.dH), true);
  }

  /** Submits {@code reset = dGates W} over these gates. */
  void setResetGradient(int firstGate, int count) {
    multiply(dGates(firstGate, count), weights(firstGate, count), units(memory.reset), false);
  }

  private void multiply(MatrixView a, MatrixView b, MatrixView c, boolean add) {
    if (rounds) {
      products.multiplyBfloat16(a, b, c, add);
    } else {
      products.multiply(a, b, c, add);
    }
  }

  private MatrixView units(@Nullable DeviceMemory state) {
    return MatrixView.of(present(state), batch, hidden);
  }

  private MatrixView outputs(@Nullable DeviceMemory state) {
    return MatrixView.of(present(state), batch, output);
  }

  private MatrixView weights(int firstGate, int count) {
    long elements = (long) firstGate * hidden * output;
    return MatrixView.of(weights.plus(elements * operandBytes()), (long) count * hidden, output);
  }

  private MatrixView projectionWeights() {
    return MatrixView.of(present(projectionWeights), output, hidden);
  }

  private MatrixView recurrent(int firstGate, int count) {
    return block(memory.recurrent, Float.BYTES, firstGate, count);
  }

  private MatrixView dGates(int firstGate, int count) {
    DeviceMemory gradients = rounds ? present(memory.dGatesRounded) : memory.dGates;
    return block(gradients, operandBytes(), firstGate, count);
  }

  private MatrixView block(DeviceMemory rows, int elementBytes, int firstGate, int count) {
    DeviceMemory first = rows.plus((long) firstGate * hidden * elementBytes);
    return new MatrixView(first, batch, count * hidden, gates * hidden, false);
  }

  /** Memory that the workspace has, because the cell or the precision needs it. */
  private static DeviceMemory present(@Nullable DeviceMemory memory) {
    return requireNonNull(memory, "the workspace has no memory for this step");
  }

  private int operandBytes() {
    return rounds ? Short.BYTES : Float.BYTES;
  }
}
