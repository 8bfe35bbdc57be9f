package dev.sluice.device.cpu;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The recurrent product: few rows times packed weights. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductKernels {

  /** Operations of the products, in 10^9. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    /** Of this iteration. */
    public double gigaflops;
  }

  /** Which kernels. */
  @Param public KernelKind kind;

  /** M: the batch rows of a shard. */
  @Param({"1", "5", "8", "16", "30", "64"})
  public int rows;

  /** K: the hidden size; the product has four times as many columns, as an LSTM has. */
  @Param({"128", "256", "512"})
  public int depth;

  private Kernels kernels;
  private PackedMatrix weights;
  private float[] a;
  private float[] c;

  /** Makes operands of zeros: the time does not depend on the values. */
  @Setup
  public void prepare() {
    kernels = kind.kernels();
    weights = kernels.matrix(depth, 4 * depth, 1);
    a = new float[rows * depth];
    c = new float[rows * weights.panels() * kernels.panelWidth()];
  }

  /** {@code C += A B}. */
  @Benchmark
  public float[] product(Rate rate) {
    int stride = weights.panels() * kernels.panelWidth();
    weights.multiply(rows, a, 0, depth, 0, weights.groups(), c, 0, stride, true);
    rate.gigaflops += 8e-9 * rows * depth * depth;
    return c;
  }
}
