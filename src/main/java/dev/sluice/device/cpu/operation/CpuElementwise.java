package dev.sluice.device.cpu.operation;

import dev.sluice.cell.Activation;
import dev.sluice.device.Elementwise;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.Philox;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.IndexPartition;
import java.util.Arrays;

/** Element-wise operations on the CPU. Threads share the elements, rows or columns. */
public final class CpuElementwise implements Elementwise {
  /** The length of a scratch array; a multiple of the lanes of every kernel. */
  private static final int CHUNK = 1024;

  /**
   * The number of rows that are summed before the sum is added to the total, to reduce rounding
   * errors.
   */
  private static final int ROW_BLOCK = 64;

  private final ArrayPool arrays;
  private final Kernels kernels;
  private final IndexPartition partition;

  public CpuElementwise(CpuBackend device) {
    arrays = device.arrays();
    kernels = device.kernels();
    partition = new IndexPartition(device.workers());
  }

  @Override
  public void fill(Tensor target, float value) {
    CpuTensor out = CpuTensor.of(target);
    float[] b = out.writeFloats();
    partition.elements(out.count(), (from, end) -> Arrays.fill(b, from, end, value));
  }

  @Override
  public void copy(Tensor source, Tensor target) {
    CpuTensor in = CpuTensor.of(source);
    CpuTensor out = CpuTensor.of(target);
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.elements(in.count(), (from, end) -> System.arraycopy(a, from, b, from, end - from));
  }

  @Override
  public void add(Tensor source, Tensor target) {
    CpuTensor in = CpuTensor.of(source);
    CpuTensor out = CpuTensor.of(target);
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.elements(
        in.count(), (from, end) -> kernels.addScaled(1, a, from, b, from, end - from));
  }

  @Override
  public void addToRows(Tensor row, Tensor target) {
    CpuTensor out = CpuTensor.of(target);
    int columns = target.shape().columns();
    float[] a = CpuTensor.of(row).readFloats();
    float[] b = out.writeFloats();
    partition.rows(
        target.shape().rows(),
        columns,
        (from, end) -> {
          for (int r = from; r < end; r++) {
            kernels.addScaled(1, a, 0, b, r * columns, columns);
          }
        });
  }

  @Override
  public void addRowSums(Tensor source, Tensor sum) {
    CpuTensor in = CpuTensor.of(source);
    int rows = source.shape().rows();
    int columns = source.shape().columns();
    CpuTensor out = CpuTensor.of(sum);
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.columns(
        columns, rows, (from, end) -> addRowSums(a, rows, columns, b, from, end - from));
  }

  /** Adds the sums of columns {@code from .. from + length - 1}. */
  private void addRowSums(float[] a, int rows, int columns, float[] b, int from, int length) {
    float[] blockSum = arrays.takeFloats(length);
    for (int block = 0; block < rows; block += ROW_BLOCK) {
      int blockEnd = Math.min(rows, block + ROW_BLOCK);
      Arrays.fill(blockSum, 0, length, 0);
      for (int r = block; r < blockEnd; r++) {
        kernels.addScaled(1, a, r * columns + from, blockSum, 0, length);
      }
      kernels.addScaled(1, blockSum, 0, b, from, length);
    }
    arrays.give(blockSum);
  }

  @Override
  public void activate(Activation activation, Tensor x, Tensor y) {
    CpuTensor in = CpuTensor.of(x);
    CpuTensor out = CpuTensor.of(y);
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.elements(in.count(), (from, end) -> activate(activation, a, b, from, end));
  }

  private void activate(Activation activation, float[] a, float[] b, int from, int end) {
    float[] scratch = arrays.takeFloats(CHUNK);
    for (int at = from; at < end; at += CHUNK) {
      int length = Math.min(CHUNK, end - at);
      System.arraycopy(a, at, scratch, 0, length);
      kernels.activate(activation, scratch, 0, 0, 1, padded(length));
      System.arraycopy(scratch, 0, b, at, length);
    }
    arrays.give(scratch);
  }

  @Override
  public void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX) {
    CpuTensor in = CpuTensor.of(y);
    CpuTensor upstream = CpuTensor.of(dY);
    CpuTensor out = CpuTensor.of(dX);
    float[] a = in.readFloats();
    float[] g = upstream.readFloats();
    float[] b = out.writeFloats();
    partition.elements(in.count(), (from, end) -> activateBackward(activation, a, g, b, from, end));
  }

  private void activateBackward(
      Activation activation, float[] a, float[] g, float[] b, int from, int end) {
    float[] derivatives = arrays.takeFloats(CHUNK);
    for (int at = from; at < end; at += CHUNK) {
      int length = Math.min(CHUNK, end - at);
      System.arraycopy(a, at, derivatives, 0, length);
      kernels.derivative(activation, derivatives, 0, derivatives, 0, 0, 1, padded(length));
      for (int i = 0; i < length; i++) {
        b[at + i] = g[at + i] * derivatives[i];
      }
    }
    arrays.give(derivatives);
  }

  /** Rounds a length up to whole vectors, as the kernels require. */
  private int padded(int length) {
    int lanes = kernels.lanes();
    return (length + lanes - 1) / lanes * lanes;
  }

  @Override
  public void dropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    CpuTensor in = CpuTensor.of(x);
    CpuTensor out = CpuTensor.of(y);
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.elements(in.count(), (from, end) -> dropout(a, rate, stream, b, from, end));
  }

  private void dropout(float[] a, float rate, RandomStream stream, float[] b, int from, int end) {
    int[] bits = arrays.takeInts(CHUNK);
    for (int at = from; at < end; at += CHUNK) {
      int length = Math.min(CHUNK, end - at);
      kernels.randomBits(stream, at, length, bits);
      kernels.dropout(rate, bits, a, at, b, at, length);
    }
    arrays.give(bits);
  }

  @Override
  public void lockedDropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    int timesteps = x.shape().size(0);
    int columns = Math.multiplyExact(x.shape().size(1), x.shape().size(2));
    float[] a = CpuTensor.of(x).readFloats();
    float[] b = CpuTensor.of(y).writeFloats();
    partition.columns(
        columns,
        timesteps,
        (from, end) -> {
          boolean[] dropped = dropped(rate, stream, from, end);
          for (int t = 0; t < timesteps; t++) {
            keep(a, 1 / (1 - rate), dropped, b, t * columns + from);
          }
        });
  }

  /**
   * Whether each of the numbers {@code from .. end - 1} of a stream drops its element; from is a
   * multiple of 4.
   */
  private boolean[] dropped(float rate, RandomStream stream, int from, int end) {
    boolean[] dropped = new boolean[end - from];
    int[] bits = arrays.takeInts(CHUNK);
    for (int at = 0; at < dropped.length; at += CHUNK) {
      int length = Math.min(CHUNK, dropped.length - at);
      kernels.randomBits(stream, from + at, length, bits);
      for (int i = 0; i < length; i++) {
        dropped[at + i] = Philox.uniform(bits[i]) < rate;
      }
    }
    arrays.give(bits);
    return dropped;
  }

  private static void keep(float[] a, float factor, boolean[] dropped, float[] b, int offset) {
    for (int i = 0; i < dropped.length; i++) {
      b[offset + i] = dropped[i] ? 0 : a[offset + i] * factor;
    }
  }

  @Override
  public void copyColumns(
      Tensor source, int sourceOffset, Tensor target, int targetOffset, int width) {
    int rows = source.shape().rows();
    int sourceColumns = source.shape().columns();
    int targetColumns = target.shape().columns();
    float[] a = CpuTensor.of(source).readFloats();
    float[] b = CpuTensor.of(target).writeFloats();
    partition.rows(
        rows,
        width,
        (from, end) -> {
          for (int r = from; r < end; r++) {
            System.arraycopy(
                a, r * sourceColumns + sourceOffset, b, r * targetColumns + targetOffset, width);
          }
        });
  }
}
