package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The pooling operators: maximum or mean of each window or of each channel. */
public final class PoolingOperators {
  private PoolingOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "AveragePool", single(PoolingOperators::averagePool),
        "GlobalAveragePool", single(call -> global(call, true)),
        "GlobalMaxPool", single(call -> global(call, false)),
        "MaxPool", single(PoolingOperators::maxPool));
  }

  private static Windows windows(NodeCall call) {
    HostTensor x = call.input(0);
    long[] kernel = call.integers("kernel_shape");
    if (kernel == null) {
      throw new OnnxException("kernel_shape: expected a shape, got none");
    }
    if (x.rank() < 3) {
      throw new OnnxException(String.format(Locale.ROOT, "expected X [N, C, ...], got %s", x));
    }
    int[] sizes = Windows.checked("kernel_shape", kernel, x.rank() - 2, 1);
    return Windows.read(call, Arrays.copyOfRange(x.shape(), 2, x.rank()), sizes);
  }

  private static HostTensor pooled(NodeCall call, Windows windows) {
    HostTensor x = call.input(0);
    int[] shape = x.shape();
    System.arraycopy(windows.output(), 0, shape, 2, windows.rank());
    HostTensor y = HostTensor.zeros(x.type(), shape);
    call.work(Math.multiplyExact((long) y.elements(), windows.taps()));
    return y;
  }

  /** The operator MaxPool. Padding does not count. */
  private static HostTensor maxPool(NodeCall call) {
    if (call.outputs() > 1) {
      throw new OnnxException("expected one output, got also an output for indices");
    }
    HostTensor x = call.input(0);
    Windows windows = windows(call);
    HostTensor y = pooled(call, windows);
    if (y.elements() == 0) {
      return y;
    }
    int count = windows.outputs();
    float[] each = HostTensor.zeros(ElementType.FLOAT, count).floats();
    Arrays.fill(y.floats(), Float.NEGATIVE_INFINITY);
    for (int c = 0; c < x.size(0) * x.size(1); c++) {
      for (int tap = 0; tap < windows.taps(); tap++) {
        int channel = c * windows.inputs();
        windows.gather(x.floats(), channel, tap, 0, count, Float.NEGATIVE_INFINITY, each, 0);
        for (int p = 0; p < count; p++) {
          y.floats()[c * count + p] = Math.max(y.floats()[c * count + p], each[p]);
        }
      }
    }
    return y;
  }

  private static HostTensor averagePool(NodeCall call) {
    HostTensor x = call.input(0);
    Windows windows = windows(call);
    HostTensor y = pooled(call, windows);
    if (y.elements() == 0) {
      return y;
    }
    int count = windows.outputs();
    float[] each = HostTensor.zeros(ElementType.FLOAT, count).floats();
    float[] divisors = divisors(windows, call.integer("count_include_pad", 0) != 0);
    for (int c = 0; c < x.size(0) * x.size(1); c++) {
      for (int tap = 0; tap < windows.taps(); tap++) {
        windows.gather(x.floats(), c * windows.inputs(), tap, 0, count, 0, each, 0);
        for (int p = 0; p < count; p++) {
          y.floats()[c * count + p] += each[p];
        }
      }
      for (int p = 0; p < count; p++) {
        y.floats()[c * count + p] /= divisors[p];
      }
    }
    return y;
  }

  /**
   * The number of positions of each window that count. Positions outside the padding never count.
   */
  private static float[] divisors(Windows windows, boolean paddingCounts) {
    Windows counted = paddingCounts ? windows.overPadding() : windows;
    float[] ones = HostTensor.zeros(ElementType.FLOAT, counted.inputs()).floats();
    Arrays.fill(ones, 1);
    float[] each = HostTensor.zeros(ElementType.FLOAT, counted.outputs()).floats();
    float[] divisors = HostTensor.zeros(ElementType.FLOAT, each.length).floats();
    for (int tap = 0; tap < counted.taps(); tap++) {
      counted.gather(ones, 0, tap, 0, each.length, 0, each, 0);
      for (int p = 0; p < each.length; p++) {
        divisors[p] += each[p];
      }
    }
    return divisors;
  }

  private static HostTensor global(NodeCall call, boolean mean) {
    HostTensor x = call.input(0);
    if (x.rank() < 3) {
      throw new OnnxException("expected X [N, C, ...], got " + x);
    }
    int[] shape = x.shape();
    int size = Axes.product(shape, 2, shape.length);
    if (size == 0) {
      throw new OnnxException("expected at least one number in each channel, got " + x);
    }
    Arrays.fill(shape, 2, shape.length, 1);
    HostTensor y = HostTensor.zeros(x.type(), shape);
    for (int c = 0; c < y.elements(); c++) {
      double sum = 0;
      float max = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < size; k++) {
        float value = x.floats()[c * size + k];
        sum += value;
        max = Math.max(max, value);
      }
      y.floats()[c] = mean ? (float) (sum / size) : max;
    }
    return y;
  }
}
