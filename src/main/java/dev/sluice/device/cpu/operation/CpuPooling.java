package dev.sluice.device.cpu.operation;

import static java.util.Objects.requireNonNull;

import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.runtime.CpuArguments;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.IndexPartition;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pooling over time and its backward pass. A thread handles some rows of the batch for all
 * timesteps. The loop over timesteps is the outer one, so it reads x in long contiguous runs.
 */
final class CpuPooling {
  private final Kernels kernels;
  private final IndexPartition partition;

  CpuPooling(Kernels kernels, IndexPartition partition) {
    this.kernels = kernels;
    this.partition = partition;
  }

  void pool(
      PoolingKind kind,
      Tensor x,
      @Nullable Tensor lengths,
      Tensor y,
      int offset,
      @Nullable Tensor argmax) {
    int timesteps = x.shape().size(0);
    int batch = x.shape().size(1);
    int features = x.shape().size(2);
    int columns = y.shape().size(1);
    int @Nullable [] ends = CpuArguments.lengths(lengths, timesteps);
    float[] a = CpuTensor.of(x).readFloats();
    float[] b = CpuTensor.of(y).writeFloats();
    int @Nullable [] steps = argmax == null ? null : CpuTensor.of(argmax).writeInts();
    Rows rows = new Rows(kernels, timesteps, batch, features, columns, offset, ends);
    partition.rows(
        batch,
        (long) timesteps * features,
        (from, end) -> {
          switch (kind) {
            case FIRST -> rows.first(a, b, from, end);
            case LAST, LAST_STEP -> rows.last(a, b, from, end);
            case MAX -> rows.max(a, b, requireNonNull(steps), from, end);
            case MEAN -> rows.mean(a, b, from, end);
          }
        });
  }

  void poolBackward(
      PoolingKind kind,
      Tensor dY,
      int offset,
      @Nullable Tensor lengths,
      @Nullable Tensor argmax,
      Tensor dX) {
    int timesteps = dX.shape().size(0);
    int batch = dX.shape().size(1);
    int features = dX.shape().size(2);
    int columns = dY.shape().size(1);
    int @Nullable [] ends = CpuArguments.lengths(lengths, timesteps);
    int @Nullable [] steps =
        argmax == null
            ? null
            : CpuArguments.within("argmax", CpuTensor.of(argmax), -1, timesteps - 1);
    float[] g = CpuTensor.of(dY).readFloats();
    float[] b = CpuTensor.of(dX).writeFloats();
    Rows rows = new Rows(kernels, timesteps, batch, features, columns, offset, ends);
    partition.rows(
        batch,
        (long) timesteps * features,
        (from, end) -> {
          switch (kind) {
            case FIRST -> rows.firstBackward(g, b, from, end);
            case LAST, LAST_STEP -> rows.lastBackward(g, b, from, end);
            case MAX -> rows.maxBackward(g, requireNonNull(steps), b, from, end);
            case MEAN -> rows.meanBackward(g, b, from, end);
          }
        });
  }

  /**
   * The loops, over rows {@code from .. to - 1} of the batch.
   *
   * @param ends the lengths of the rows, or null if all rows have T timesteps
   */
  private record Rows(
      Kernels kernels,
      int timesteps,
      int batch,
      int features,
      int columns,
      int offset,
      int @Nullable [] ends) {

    int end(int n) {
      return ends == null ? timesteps : ends[n];
    }

    int inX(int t, int n) {
      return (t * batch + n) * features;
    }

    int inY(int n) {
      return n * columns + offset;
    }

    void first(float[] x, float[] y, int from, int to) {
      clear(y, from, to);
      for (int n = from; n < to; n++) {
        if (end(n) > 0) {
          System.arraycopy(x, inX(0, n), y, inY(n), features);
        }
      }
    }

    void firstBackward(float[] dY, float[] dX, int from, int to) {
      for (int n = from; n < to; n++) {
        if (end(n) > 0) {
          kernels.addScaled(1, dY, inY(n), dX, inX(0, n), features);
        }
      }
    }

    void last(float[] x, float[] y, int from, int to) {
      clear(y, from, to);
      for (int n = from; n < to; n++) {
        if (end(n) > 0) {
          System.arraycopy(x, inX(end(n) - 1, n), y, inY(n), features);
        }
      }
    }

    void lastBackward(float[] dY, float[] dX, int from, int to) {
      for (int n = from; n < to; n++) {
        if (end(n) > 0) {
          kernels.addScaled(1, dY, inY(n), dX, inX(end(n) - 1, n), features);
        }
      }
    }

    void max(float[] x, float[] y, int[] argmax, int from, int to) {
      clear(y, from, to);
      Arrays.fill(argmax, from * features, to * features, -1);
      for (int n = from; n < to; n++) {
        if (end(n) > 0) {
          System.arraycopy(x, inX(0, n), y, inY(n), features);
          Arrays.fill(argmax, n * features, (n + 1) * features, 0);
        }
      }
      for (int t = 1; t < timesteps; t++) {
        for (int n = from; n < to; n++) {
          if (t < end(n)) {
            kernels.updateMaximum(t, x, inX(t, n), y, inY(n), argmax, n * features, features);
          }
        }
      }
    }

    void maxBackward(float[] dY, int[] argmax, float[] dX, int from, int to) {
      for (int n = from; n < to; n++) {
        for (int f = 0; f < features; f++) {
          int step = argmax[n * features + f];
          if (step >= 0) {
            dX[inX(step, n) + f] += dY[inY(n) + f];
          }
        }
      }
    }

    void mean(float[] x, float[] y, int from, int to) {
      clear(y, from, to);
      for (int t = 0; t < timesteps; t++) {
        for (int n = from; n < to; n++) {
          if (t < end(n)) {
            kernels.addScaled(1, x, inX(t, n), y, inY(n), features);
          }
        }
      }
      for (int n = from; n < to; n++) {
        float share = 1f / Math.max(1, end(n));
        for (int i = inY(n); i < inY(n) + features; i++) {
          y[i] *= share;
        }
      }
    }

    void meanBackward(float[] dY, float[] dX, int from, int to) {
      for (int t = 0; t < timesteps; t++) {
        for (int n = from; n < to; n++) {
          if (t < end(n)) {
            kernels.addScaled(1f / end(n), dY, inY(n), dX, inX(t, n), features);
          }
        }
      }
    }

    private void clear(float[] y, int from, int to) {
      for (int n = from; n < to; n++) {
        Arrays.fill(y, inY(n), inY(n) + features, 0);
      }
    }
  }
}
