package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Activation;
import dev.sluice.interop.onnx.tensor.Broadcast;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Element-wise operators with broadcasting. */
public final class ElementwiseOperators {
  private ElementwiseOperators() {}

  /** A comparison operator, applied to the result of {@link Double#compare}. */
  @FunctionalInterface
  private interface Relation {
    boolean holds(int comparison);
  }

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    Map<String, Operator> all = new HashMap<>();
    arithmetic(all, "Add", Double::sum, Long::sum);
    arithmetic(all, "Sub", (a, b) -> a - b, (a, b) -> a - b);
    arithmetic(all, "Mul", (a, b) -> a * b, (a, b) -> a * b);
    arithmetic(all, "Div", (a, b) -> a / b, ElementwiseOperators::divided);
    all.put("Sum", single(ElementwiseOperators::sum));
    all.put("Mean", single(ElementwiseOperators::mean));
    all.put("Mod", single(ElementwiseOperators::mod));
    all.put("Pow", single(ElementwiseOperators::power));
    all.put("PRelu", single(ElementwiseOperators::parametricRelu));
    all.put("Max", single(call -> extreme(call, Math::max, Math::max)));
    all.put("Min", single(call -> extreme(call, Math::min, Math::min)));
    relation(all, "Equal", comparison -> comparison == 0);
    relation(all, "Less", comparison -> comparison < 0);
    relation(all, "LessOrEqual", comparison -> comparison <= 0);
    relation(all, "Greater", comparison -> comparison > 0);
    relation(all, "GreaterOrEqual", comparison -> comparison >= 0);
    logical(all, "And", (a, b) -> a & b);
    logical(all, "Or", (a, b) -> a | b);
    logical(all, "Xor", (a, b) -> a ^ b);
    all.put("Not", single(ElementwiseOperators::not));
    all.put("Where", single(ElementwiseOperators::where));
    all.put("Cast", single(ElementwiseOperators::cast));
    all.put("CastLike", single(call -> cast(call.input(0), call.input(1).type())));
    all.put("Clip", single(ElementwiseOperators::clip));
    activation(all, "Sigmoid", call -> Activation.sigmoid());
    activation(all, "Tanh", call -> Activation.tanh());
    arithmeticActivation(all, "Relu", call -> Activation.relu());
    arithmeticActivation(all, "Softsign", call -> Activation.softsign());
    activation(all, "Softplus", call -> Activation.softplus());
    arithmeticActivation(all, "LeakyRelu", call -> parametric(call, Activation.leakyRelu()));
    activation(all, "Elu", call -> parametric(call, Activation.elu()));
    arithmeticActivation(
        all, "ThresholdedRelu", call -> parametric(call, Activation.thresholdedRelu()));
    arithmeticActivation(all, "HardSigmoid", call -> parametric(call, Activation.hardSigmoid()));
    return all;
  }

  private static void arithmetic(
      Map<String, Operator> all,
      String name,
      DoubleBinaryOperator reals,
      LongBinaryOperator integers) {
    all.put(name, single(call -> combine(call.input(0), call.input(1), reals, integers)));
  }

  private static HostTensor extreme(
      NodeCall call, DoubleBinaryOperator reals, LongBinaryOperator integers) {
    HostTensor result = call.input(0);
    for (int k = 1; k < call.inputs(); k++) {
      result = combine(result, call.input(k), reals, integers);
    }
    return result;
  }

  private static HostTensor combine(
      HostTensor a, HostTensor b, DoubleBinaryOperator reals, LongBinaryOperator integers) {
    requireSame(a, b);
    if (a.isFloat() && a.repeats(b)) {
      return combine(a, b, reals);
    }
    int[] shape = Broadcast.shape(a.shape(), b.shape());
    HostTensor result = HostTensor.zeros(a.type(), shape);
    int[] left = Broadcast.sources(a, shape);
    int[] right = Broadcast.sources(b, shape);
    for (int k = 0; k < left.length; k++) {
      if (a.isFloat()) {
        result.floats()[k] = (float) reals.applyAsDouble(a.floats()[left[k]], b.floats()[right[k]]);
      } else if (a.isReal()) {
        result.set(k, reals.applyAsDouble(a.value(left[k]), b.value(right[k])));
      } else {
        result.set(k, integers.applyAsLong(a.integers()[left[k]], b.integers()[right[k]]));
      }
    }
    return result;
  }

  private static HostTensor sum(NodeCall call) {
    return extreme(call, Double::sum, Long::sum);
  }

  private static HostTensor mean(NodeCall call) {
    int count = call.inputs();
    return UnaryOperators.mapped(sum(call), x -> x / count);
  }

  /**
   * The operator Mod. The result has the sign of the divisor; with {@code fmod}, that of the
   * dividend.
   */
  private static HostTensor mod(NodeCall call) {
    boolean truncates = call.integer("fmod", 0) != 0;
    return combine(
        call.input(0),
        call.input(1),
        (a, b) -> truncates || a % b == 0 || a < 0 == b < 0 ? a % b : a % b + b,
        (a, b) -> {
          divided(a, b);
          return truncates ? a % b : Math.floorMod(a, b);
        });
  }

  /** The operator Pow. The result has the type of the base; the exponent may have another type. */
  private static HostTensor power(NodeCall call) {
    HostTensor base = call.input(0);
    HostTensor exponent = call.input(1);
    if (base.isReal() && exponent.elements() == 1 && exponent.rank() <= base.rank()) {
      double by = exponent.value(0);
      return by == 2
          ? UnaryOperators.mapped(base, x -> x * x)
          : UnaryOperators.evaluated(call, x -> Math.pow(x, by));
    }
    int[] shape = Broadcast.shape(base.shape(), exponent.shape());
    call.functions(ShapeArithmetic.elements(shape));
    HostTensor result = HostTensor.zeros(base.type(), shape);
    int[] left = Broadcast.sources(base, shape);
    int[] right = Broadcast.sources(exponent, shape);
    for (int k = 0; k < left.length; k++) {
      result.set(k, Math.pow(base.value(left[k]), exponent.value(right[k])));
    }
    return result;
  }

  private static HostTensor parametricRelu(NodeCall call) {
    HostTensor x = call.input(0);
    if (!Arrays.equals(Broadcast.shape(x.shape(), call.input(1).shape()), x.shape())) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "slope: expected a tensor that broadcasts to %s, got %s",
              x,
              call.input(1)));
    }
    return combine(x, call.input(1), (a, b) -> a < 0 ? a * b : a, (a, b) -> a < 0 ? a * b : a);
  }

  /**
   * Combines tensors where the right operand repeats: a bias, a scale, or a tensor of the same
   * shape.
   */
  private static HostTensor combine(HostTensor a, HostTensor b, DoubleBinaryOperator reals) {
    HostTensor result = HostTensor.zeros(a.type(), a.shape());
    float[] values = result.floats();
    float[] left = a.floats();
    float[] right = b.floats();
    for (int from = 0; from < values.length; from += right.length) {
      for (int k = 0; k < right.length; k++) {
        values[from + k] = (float) reals.applyAsDouble(left[from + k], right[k]);
      }
    }
    return result;
  }

  @CanIgnoreReturnValue
  private static long divided(long a, long b) {
    if (b == 0) {
      throw new OnnxException("expected a divisor other than 0, got " + a + " / 0");
    }
    return a / b;
  }

  private static void requireSame(HostTensor a, HostTensor b) {
    if (a.type() != b.type()) {
      throw new OnnxException(
          String.format(Locale.ROOT, "inputs: expected equal types, got %s and %s", a, b));
    }
  }

  private static void relation(Map<String, Operator> all, String name, Relation relation) {
    all.put(name, single(call -> compare(call.input(0), call.input(1), relation)));
  }

  /** Compares elements. Comparisons with NaN are false. */
  private static HostTensor compare(HostTensor a, HostTensor b, Relation relation) {
    requireSame(a, b);
    int[] shape = Broadcast.shape(a.shape(), b.shape());
    HostTensor result = HostTensor.zeros(ElementType.BOOL, shape);
    int[] left = Broadcast.sources(a, shape);
    int[] right = Broadcast.sources(b, shape);
    for (int k = 0; k < left.length; k++) {
      boolean holds =
          a.isReal()
              ? holds(a.value(left[k]), b.value(right[k]), relation)
              : relation.holds(Long.compare(a.integers()[left[k]], b.integers()[right[k]]));
      result.integers()[k] = holds ? 1 : 0;
    }
    return result;
  }

  private static boolean holds(double a, double b, Relation relation) {
    // Adding 0 makes -0 equal to 0; Double.compare distinguishes them.
    return !Double.isNaN(a) && !Double.isNaN(b) && relation.holds(Double.compare(a + 0.0, b + 0.0));
  }

  private static void logical(Map<String, Operator> all, String name, LongBinaryOperator operator) {
    all.put(
        name,
        single(
            call ->
                combine(
                    truth(call.input(0)), truth(call.input(1)), (a, b) -> Double.NaN, operator)));
  }

  private static HostTensor truth(HostTensor tensor) {
    if (tensor.type() != ElementType.BOOL) {
      throw new OnnxException("expected BOOL, got " + tensor);
    }
    return tensor;
  }

  private static HostTensor not(NodeCall call) {
    HostTensor input = truth(call.input(0));
    HostTensor result = HostTensor.zeros(ElementType.BOOL, input.shape());
    for (int k = 0; k < input.elements(); k++) {
      result.integers()[k] = 1 - input.integers()[k];
    }
    return result;
  }

  private static HostTensor where(NodeCall call) {
    HostTensor condition = truth(call.input(0));
    HostTensor a = call.input(1);
    HostTensor b = call.input(2);
    requireSame(a, b);
    int[] shape = Broadcast.shape(condition.shape(), Broadcast.shape(a.shape(), b.shape()));
    HostTensor result = HostTensor.zeros(a.type(), shape);
    int[] chosen = Broadcast.sources(condition, shape);
    int[] left = Broadcast.sources(a, shape);
    int[] right = Broadcast.sources(b, shape);
    for (int k = 0; k < chosen.length; k++) {
      boolean first = condition.integers()[chosen[k]] != 0;
      result.copyFrom(first ? a : b, first ? left[k] : right[k], k, 1);
    }
    return result;
  }

  private static HostTensor cast(NodeCall call) {
    return cast(call.input(0), ElementType.of((int) call.integer("to", 0)));
  }

  /** The operator Cast. Truncates real numbers to integers; keeps the lowest bits of integers. */
  private static HostTensor cast(HostTensor input, ElementType type) {
    if (type == input.type()) {
      return input;
    }
    HostTensor result = HostTensor.zeros(type, input.shape());
    for (int k = 0; k < input.elements(); k++) {
      if (input.isReal()) {
        result.set(k, input.value(k));
      } else {
        result.set(k, input.integers()[k]);
      }
    }
    return result;
  }

  private static HostTensor clip(NodeCall call) {
    double min = bound(call, "min", 1, Double.NEGATIVE_INFINITY);
    double max = bound(call, "max", 2, Double.POSITIVE_INFINITY);
    HostTensor input = call.input(0);
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
    for (int k = 0; k < input.elements(); k++) {
      result.set(k, Math.min(max, Math.max(min, input.value(k))));
    }
    return result;
  }

  private static double bound(NodeCall call, String name, int input, double none) {
    HostTensor given = call.optional(input);
    if (given != null && given.elements() != 1) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected one number, got %s", name, given));
    }
    if (given != null) {
      return given.value(0);
    }
    return call.has(name) ? call.real(name, 0) : none;
  }

  /** Creates the activation of a node. */
  @FunctionalInterface
  private interface ActivationOf {
    Activation of(NodeCall call);
  }

  private static void activation(Map<String, Operator> all, String name, ActivationOf activation) {
    all.put(
        name,
        single(
            call -> {
              Activation function = activation.of(call);
              return UnaryOperators.evaluated(call, x -> function.apply((float) x));
            }));
  }

  /** An activation without exp or log. */
  private static void arithmeticActivation(
      Map<String, Operator> all, String name, ActivationOf activation) {
    all.put(
        name,
        single(
            call -> {
              Activation function = activation.of(call);
              return UnaryOperators.mapped(call.input(0), x -> function.apply((float) x));
            }));
  }

  private static Activation parametric(NodeCall call, Activation defaults) {
    return new Activation(
        defaults.kind(), call.real("alpha", defaults.alpha()), call.real("beta", defaults.beta()));
  }
}
