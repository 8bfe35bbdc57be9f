package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.Broadcast;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Normalization operators, for inference. */
public final class NormalizationOperators {
  private static final float EPSILON = 1e-5f;

  private NormalizationOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "BatchNormalization", single(NormalizationOperators::batch),
        "GroupNormalization", single(NormalizationOperators::group),
        "InstanceNormalization", single(NormalizationOperators::instance),
        "LayerNormalization", NormalizationOperators::layer,
        "LpNormalization", single(NormalizationOperators::norm),
        "RMSNormalization", single(NormalizationOperators::rootMeanSquare));
  }

  /** The operator BatchNormalization, with the means and variances from training. */
  private static HostTensor batch(NodeCall call) {
    HostTensor x = call.input(0);
    int channels = x.rank() > 1 ? x.size(1) : 1;
    if (call.integer("training_mode", 0) != 0 || call.integer("spatial", 1) == 0) {
      throw new OnnxException("expected inference over channels, got training_mode or spatial = 0");
    }
    if (call.outputs() > 1) {
      throw new OnnxException("expected one output, got the outputs of training too");
    }
    float[] scale = perChannel(call, 1, channels);
    float[] bias = perChannel(call, 2, channels);
    float[] mean = perChannel(call, 3, channels);
    float[] variance = perChannel(call, 4, channels);
    double epsilon = call.real("epsilon", EPSILON);
    HostTensor y = HostTensor.zeros(x.type(), x.shape());
    int inner = x.rank() < 2 ? 1 : Axes.product(x.shape(), 2, x.rank());
    for (int from = 0, k = 0; from < x.elements(); from += inner, k++) {
      int c = k % channels;
      float factor = (float) (scale[c] / Math.sqrt(variance[c] + epsilon));
      scale(x.floats(), y.floats(), from, inner, mean[c], factor, bias[c]);
    }
    return y;
  }

  private static float[] perChannel(NodeCall call, int input, int channels) {
    HostTensor given = call.input(input);
    if (given.rank() != 1 || given.size(0) != channels) {
      throw new OnnxException(
          String.format(Locale.ROOT, "input %d: expected [%d], got %s", input, channels, given));
    }
    return given.floats();
  }

  private static HostTensor instance(NodeCall call) {
    HostTensor x = requireChannels(call);
    return grouped(call, x, x.size(1), 1);
  }

  /**
   * The operator GroupNormalization. Scale and bias are per group before opset 21, and per channel
   * since then.
   */
  private static HostTensor group(NodeCall call) {
    HostTensor x = requireChannels(call);
    long groups = call.integer("num_groups", 0);
    if (groups < 1 || x.size(1) % groups != 0) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "num_groups: expected a divisor of %d, got %d", x.size(1), groups));
    }
    return grouped(call, x, (int) groups, call.opset() < 21 ? x.size(1) / (int) groups : 1);
  }

  private static HostTensor requireChannels(NodeCall call) {
    HostTensor x = call.input(0);
    if (x.rank() < 3) {
      throw new OnnxException("expected X [N, C, ...], got " + x);
    }
    return x;
  }

  /**
   * @param shared number of channels that share one scale and one bias
   */
  private static HostTensor grouped(NodeCall call, HostTensor x, int groups, int shared) {
    int channels = x.size(1);
    float[] scale = perChannel(call, 1, channels / shared);
    float[] bias = perChannel(call, 2, channels / shared);
    double epsilon = call.real("epsilon", EPSILON);
    HostTensor y = HostTensor.zeros(x.type(), x.shape());
    int inner = Axes.product(x.shape(), 2, x.rank());
    int each = groups == 0 ? 0 : channels / groups;
    for (int n = 0; n < x.size(0); n++) {
      for (int g = 0; g < groups; g++) {
        int first = n * channels + g * each;
        Moments moments = Moments.of(x.floats(), first * inner, each * inner);
        double inverse = 1 / Math.sqrt(moments.variance() + epsilon);
        for (int c = 0; c < each; c++) {
          int own = (g * each + c) / shared;
          float factor = (float) (scale[own] * inverse);
          int from = (first + c) * inner;
          scale(x.floats(), y.floats(), from, inner, (float) moments.mean(), factor, bias[own]);
        }
      }
    }
    return y;
  }

  private static void scale(
      float[] x, float[] y, int from, int count, float mean, float factor, float bias) {
    for (int k = from; k < from + count; k++) {
      y[k] = (x[k] - mean) * factor + bias;
    }
  }

  /** Mean and variance of all elements. */
  private record Moments(double mean, double variance) {
    static Moments of(float[] x, int from, int count) {
      double sum = 0;
      for (int k = from; k < from + count; k++) {
        sum += x[k];
      }
      double mean = sum / count;
      double squares = 0;
      for (int k = from; k < from + count; k++) {
        squares += (x[k] - mean) * (x[k] - mean);
      }
      return new Moments(mean, squares / count);
    }
  }

  /**
   * The operator LayerNormalization. Its optional outputs are the means and the inverse standard
   * deviations.
   */
  private static List<HostTensor> layer(NodeCall call) {
    HostTensor x = call.input(0);
    int axis = Axes.of(call.integer("axis", -1), x.rank());
    int size = Axes.product(x.shape(), axis, x.rank());
    float[] scale = broadcastFrom(x, axis, call.input(1));
    float[] bias =
        call.optional(2) == null
            ? HostTensor.zeros(ElementType.FLOAT, size).floats()
            : broadcastFrom(x, axis, call.input(2));
    double epsilon = call.real("epsilon", EPSILON);
    int[] reduced = x.shape();
    Arrays.fill(reduced, axis, reduced.length, 1);
    HostTensor means = HostTensor.zeros(ElementType.FLOAT, reduced);
    HostTensor inverses = HostTensor.zeros(ElementType.FLOAT, reduced);
    HostTensor y = HostTensor.zeros(x.type(), x.shape());
    for (int row = 0; size > 0 && row < x.elements() / size; row++) {
      Moments moments = Moments.of(x.floats(), row * size, size);
      float mean = (float) moments.mean();
      float inverse = (float) (1 / Math.sqrt(moments.variance() + epsilon));
      for (int k = 0; k < size; k++) {
        int at = row * size + k;
        y.floats()[at] = (x.floats()[at] - mean) * inverse * scale[k] + bias[k];
      }
      means.floats()[row] = mean;
      inverses.floats()[row] = inverse;
    }
    return List.of(y, means, inverses);
  }

  private static HostTensor rootMeanSquare(NodeCall call) {
    HostTensor x = call.input(0);
    int axis = Axes.of(call.integer("axis", -1), x.rank());
    int size = Axes.product(x.shape(), axis, x.rank());
    float[] scale = broadcastFrom(x, axis, call.input(1));
    double epsilon = call.real("epsilon", EPSILON);
    HostTensor y = HostTensor.zeros(x.type(), x.shape());
    for (int row = 0; size > 0 && row < x.elements() / size; row++) {
      double squares = 0;
      for (int k = 0; k < size; k++) {
        double value = x.floats()[row * size + k];
        squares += value * value;
      }
      double inverse = 1 / Math.sqrt(squares / size + epsilon);
      for (int k = 0; k < size; k++) {
        y.floats()[row * size + k] = (float) (x.floats()[row * size + k] * inverse) * scale[k];
      }
    }
    return y;
  }

  /** Broadcasts a tensor to the dimensions from the axis on. */
  private static float[] broadcastFrom(HostTensor x, int axis, HostTensor given) {
    int[] shape = Arrays.copyOfRange(x.shape(), axis, x.rank());
    if (!Arrays.equals(Broadcast.shape(given.shape(), shape), shape)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "scale and bias: expected tensors that broadcast to %s, got %s",
              Abbreviation.of(shape),
              given));
    }
    return Broadcast.expand(given, shape).floats();
  }

  private static HostTensor norm(NodeCall call) {
    HostTensor x = call.input(0);
    int axis = Axes.of(call.integer("axis", -1), x.rank());
    long p = call.integer("p", 2);
    if (p != 1 && p != 2) {
      throw new OnnxException("p: expected 1 or 2, got " + p);
    }
    int size = x.size(axis);
    int inner = Axes.product(x.shape(), axis + 1, x.rank());
    HostTensor y = HostTensor.zeros(x.type(), x.shape());
    int lines = size == 0 ? 0 : x.elements() / size;
    for (int line = 0; line < lines; line++) {
      int from = line / inner * size * inner + line % inner;
      double sum = 0;
      for (int k = 0; k < size; k++) {
        double value = x.floats()[from + k * inner];
        sum += p == 1 ? Math.abs(value) : value * value;
      }
      double norm = p == 1 ? sum : Math.sqrt(sum);
      for (int k = 0; k < size; k++) {
        int at = from + k * inner;
        y.floats()[at] = norm == 0 ? 0 : (float) (x.floats()[at] / norm);
      }
    }
    return y;
  }
}
