package dev.sluice.device.cpu;

import dev.sluice.cell.Activation;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The element-wise loops of a step, per unit of the hidden state: 32 rows of 128 units. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(GateKernels.ROWS * GateKernels.UNITS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateKernels {
  static final int ROWS = 32;
  static final int UNITS = 128;
  private static final int GATES = 4;

  /** Which kernels. */
  @Param public KernelKind kind;

  private final Activation sigmoid = Activation.sigmoid();
  private final Activation tanh = Activation.tanh();
  private final StepFrame frame = new StepFrame();
  private final float[] x = random(ROWS * UNITS);
  private final float[] y = random(ROWS * UNITS);
  private Kernels kernels;

  /** Makes a frame of random numbers. */
  @Setup
  public void prepare() {
    kernels = kind.kernels();
    frame.rows = ROWS;
    frame.block = UNITS;
    frame.stateStride = UNITS;
    frame.hiddenStride = UNITS;
    frame.gateStride = GATES * UNITS;
    frame.gates = random(ROWS * GATES * UNITS);
    frame.derivatives = random(ROWS * GATES * UNITS);
    frame.previousHidden = random(ROWS * UNITS);
    frame.hidden = random(ROWS * UNITS);
    frame.output = frame.hidden;
    frame.previousCell = random(ROWS * UNITS);
    frame.cell = random(ROWS * UNITS);
    frame.inner = random(ROWS * UNITS);
    frame.innerDerivatives = random(ROWS * UNITS);
    frame.dHidden = random(ROWS * UNITS);
    frame.dOutput = frame.dHidden;
    frame.dCell = random(ROWS * UNITS);
  }

  private static float[] random(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  /** {@code y = sigmoid(x)}, with the copy that keeps x. */
  @Benchmark
  public float[] sigmoid() {
    return activate(sigmoid);
  }

  /** {@code y = tanh(x)}, with the copy that keeps x. */
  @Benchmark
  public float[] tanh() {
    return activate(tanh);
  }

  private float[] activate(Activation activation) {
    System.arraycopy(x, 0, y, 0, x.length);
    kernels.activate(activation, y, 0, UNITS, ROWS, UNITS);
    return y;
  }

  /** {@code tanh'} from tanh's output. */
  @Benchmark
  public float[] tanhSlope() {
    kernels.derivative(tanh, x, 0, y, 0, UNITS, ROWS, UNITS);
    return y;
  }

  /** c of an LSTM's step. */
  @Benchmark
  public float[] lstmCell() {
    kernels.lstmCell(frame);
    return frame.cell;
  }

  /** h of a GRU's step. */
  @Benchmark
  public float[] gruHidden() {
    kernels.gruHidden(frame, true);
    return frame.hidden;
  }

  /** The step of the way back, which reads all it writes: the values fade, the time does not. */
  @Benchmark
  public float[] lstmGradients() {
    kernels.lstmGradients(frame);
    return frame.dCell;
  }
}
