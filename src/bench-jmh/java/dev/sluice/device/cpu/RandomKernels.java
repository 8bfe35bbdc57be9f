package dev.sluice.device.cpu;

import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Random bits and the dropout made of them, per number, on one thread. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RandomKernels.COUNT)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RandomKernels {
  static final int COUNT = 16_384;

  private final RandomStream stream = new RandomStream(1, 2, 3);
  private final int[] bits = new int[COUNT];
  private CpuDevice device;
  private Scope scope;
  private Tensor x;
  private Tensor y;

  /** Opens the device. */
  @Setup
  public void prepare() {
    device = new CpuDevice(1);
    scope = device.scope();
    x = scope.floats(COUNT);
    y = scope.floats(COUNT);
    device.elementwise().fill(x, 1);
  }

  /** Closes it. */
  @TearDown
  public void close() {
    scope.close();
    device.close();
  }

  /** Philox. */
  @Benchmark
  public int[] bits() {
    Philox.bits(stream, 0, COUNT, bits);
    return bits;
  }

  /** Philox, compare and scale. */
  @Benchmark
  public Tensor dropout() {
    device.elementwise().dropout(x, 0.3f, stream, y);
    return y;
  }
}
