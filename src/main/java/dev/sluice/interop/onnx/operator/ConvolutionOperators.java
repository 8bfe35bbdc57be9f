package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator Conv: convolution over one or more spatial dimensions. Sums are computed in float64.
 */
public final class ConvolutionOperators {
  /**
   * Approximate number of floats of unfolded windows that are processed together, so that they stay
   * in the cache.
   */
  private static final int UNFOLDED = 1 << 14;

  /** With at least this many windows, the inner loop runs along the windows. */
  private static final int FEW_WINDOWS = 16;

  private ConvolutionOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of("Conv", single(ConvolutionOperators::conv));
  }

  /**
   * {@code x [N, C, ...]}, {@code w [M, C / group, ...]}, {@code b [M]} gives {@code y [N, M,
   * ...]}.
   */
  private static HostTensor conv(NodeCall call) {
    HostTensor x = call.input(0);
    HostTensor w = call.input(1);
    long group = call.integer("group", 1);
    if (x.rank() < 3
        || w.rank() != x.rank()
        || group < 1
        || w.size(0) % group != 0
        || w.size(1) * group != x.size(1)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected X [N, C, ...] and W [M, C / group, ...], got %s and %s of group %d",
              x,
              w,
              group));
    }
    int[] kernel = Arrays.copyOfRange(w.shape(), 2, w.rank());
    long[] stated = call.integers("kernel_shape");
    if (stated != null && !Arrays.equals(Axes.sizes(stated), kernel)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "kernel_shape: expected the kernel of W, %s, got %s",
              w,
              Abbreviation.of(stated)));
    }
    HostTensor b = call.optional(2);
    if (b != null && (b.rank() != 1 || b.size(0) != w.size(0))) {
      throw new OnnxException(String.format(Locale.ROOT, "B: expected [%d], got %s", w.size(0), b));
    }
    Windows windows = Windows.read(call, Arrays.copyOfRange(x.shape(), 2, x.rank()), kernel);
    int[] shape = Arrays.copyOf(windows.output(), x.rank());
    System.arraycopy(windows.output(), 0, shape, 2, windows.rank());
    shape[0] = x.size(0);
    shape[1] = w.size(0);
    HostTensor y = HostTensor.zeros(x.type(), shape);
    if (y.elements() > 0) {
      call.work(Math.multiplyExact((long) y.elements(), w.elements() / w.size(0)));
      new Convolution(windows, w, b, (int) group).run(x, y);
    }
    return y;
  }

  /** Unfolds windows (im2col) and multiplies them by the weights. */
  private static final class Convolution {
    private final Windows windows;
    private final float[] w;
    private final float[] bias;
    private final int groups;
    private final int outChannels;

    /** Number of terms of one sum: channels of the group times positions of the window. */
    private final int depth;

    Convolution(Windows windows, HostTensor w, @Nullable HostTensor b, int groups) {
      this.windows = windows;
      this.w = w.floats();
      this.bias = b == null ? new float[w.size(0)] : b.floats();
      this.groups = groups;
      this.outChannels = w.size(0) / groups;
      this.depth = w.size(1) * windows.taps();
    }

    void run(HostTensor x, HostTensor y) {
      int count = windows.outputs();
      int tile = Math.max(1, Math.min(count, Math.max(FEW_WINDOWS, UNFOLDED / Math.max(1, depth))));
      boolean few = tile < FEW_WINDOWS;
      float[] unfolded = HostTensor.zeros(ElementType.FLOAT, depth, tile).floats();
      float[] transposed = few ? HostTensor.zeros(ElementType.FLOAT, depth, tile).floats() : null;
      for (int n = 0; n < x.size(0); n++) {
        for (int g = 0; g < groups; g++) {
          for (int first = 0; first < count; first += tile) {
            int width = Math.min(tile, count - first);
            unfold(x.floats(), n * groups + g, first, width, unfolded);
            int to = (n * groups + g) * outChannels * count + first;
            if (transposed != null) {
              transpose(unfolded, width, transposed);
              alongDepth(transposed, g, width, y.floats(), to, count);
            } else {
              alongWindows(unfolded, g, width, y.floats(), to, count);
            }
          }
        }
      }
    }

    /** Unfolds windows to {@code [depth, width]}. */
    private void unfold(float[] x, int group, int first, int width, float[] unfolded) {
      int taps = windows.taps();
      int channels = depth / taps;
      for (int c = 0; c < channels; c++) {
        int channel = (group * channels + c) * windows.inputs();
        for (int tap = 0; tap < taps; tap++) {
          windows.gather(x, channel, tap, first, width, 0, unfolded, (c * taps + tap) * width);
        }
      }
    }

    private void transpose(float[] unfolded, int width, float[] transposed) {
      for (int k = 0; k < depth; k++) {
        for (int p = 0; p < width; p++) {
          transposed[p * depth + k] = unfolded[k * width + p];
        }
      }
    }

    /**
     * Adds four rows of the unfolded windows at a time. The inner loop runs over contiguous
     * windows.
     */
    private void alongWindows(float[] x, int g, int width, float[] y, int to, int count) {
      double[] sums = new double[width];
      for (int m = 0; m < outChannels; m++) {
        int from = (g * outChannels + m) * depth;
        Arrays.fill(sums, bias[g * outChannels + m]);
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
          addFour(w, from + k, x, k * width, sums);
        }
        for (; k < depth; k++) {
          addOne(w[from + k], x, k * width, sums);
        }
        for (int p = 0; p < width; p++) {
          y[to + m * count + p] = (float) sums[p];
        }
      }
    }

    private static void addFour(float[] w, int from, float[] x, int first, double[] sums) {
      double a = w[from];
      double b = w[from + 1];
      double c = w[from + 2];
      double d = w[from + 3];
      int second = first + sums.length;
      int third = second + sums.length;
      int fourth = third + sums.length;
      for (int p = 0; p < sums.length; p++) {
        sums[p] += a * x[first + p] + b * x[second + p] + c * x[third + p] + d * x[fourth + p];
      }
    }

    private static void addOne(double w, float[] x, int from, double[] sums) {
      for (int p = 0; p < sums.length; p++) {
        sums[p] += w * x[from + p];
      }
    }

    /** Computes one dot product per window from transposed windows {@code [width, depth]}. */
    private void alongDepth(float[] x, int g, int width, float[] y, int to, int count) {
      for (int m = 0; m < outChannels; m++) {
        int channel = g * outChannels + m;
        for (int p = 0; p < width; p++) {
          y[to + m * count + p] =
              (float) (bias[channel] + dot(w, channel * depth, x, p * depth, depth));
        }
      }
    }

    private static double dot(float[] a, int fromA, float[] b, int fromB, int depth) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int k = 0;
      for (; k + 4 <= depth; k += 4) {
        s0 += (double) a[fromA + k] * b[fromB + k];
        s1 += (double) a[fromA + k + 1] * b[fromB + k + 1];
        s2 += (double) a[fromA + k + 2] * b[fromB + k + 2];
        s3 += (double) a[fromA + k + 3] * b[fromB + k + 3];
      }
      for (; k < depth; k++) {
        s0 += (double) a[fromA + k] * b[fromB + k];
      }
      return (s0 + s1) + (s2 + s3);
    }
  }
}
