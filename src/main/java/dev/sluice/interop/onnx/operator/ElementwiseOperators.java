package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.cell.Activation;
import dev.sluice.interop.onnx.tensor.Broadcast;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Operators on single elements, with broadcasting. */
public final class ElementwiseOperators {
  private ElementwiseOperators() {}

  /** Whether two values are in a relation. */
  @FunctionalInterface
  private interface Relation {
    boolean holds(int comparison);
  }

  public static Map<String, Operator> all() {
    Map<String, Operator> all = new HashMap<>();
    arithmetic(all, "Add", Double::sum, Long::sum);
    arithmetic(all, "Sub", (a, b) -> a - b, (a, b) -> a - b);
    arithmetic(all, "Mul", (a, b) -> a * b, (a, b) -> a * b);
    arithmetic(all, "Div", (a, b) -> a / b, ElementwiseOperators::divided);
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
    all.put("Clip", single(ElementwiseOperators::clip));
    all.put("Neg", single(ElementwiseOperators::negated));
    all.put("Exp", single(call -> real(call, Math::exp)));
    all.put("Log", single(call -> real(call, Math::log)));
    all.put("Sqrt", single(call -> real(call, Math::sqrt)));
    activation(all, "Sigmoid", call -> Activation.sigmoid());
    activation(all, "Tanh", call -> Activation.tanh());
    activation(all, "Relu", call -> Activation.relu());
    activation(all, "Softsign", call -> Activation.softsign());
    activation(all, "Softplus", call -> Activation.softplus());
    activation(all, "LeakyRelu", call -> parametric(call, Activation.leakyRelu()));
    activation(all, "Elu", call -> parametric(call, Activation.elu()));
    activation(all, "ThresholdedRelu", call -> parametric(call, Activation.thresholdedRelu()));
    activation(all, "HardSigmoid", call -> parametric(call, Activation.hardSigmoid()));
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
    int[] shape = Broadcast.shape(a.shape(), b.shape());
    HostTensor result = HostTensor.zeros(a.type(), shape);
    int[] left = Broadcast.sources(a, shape);
    int[] right = Broadcast.sources(b, shape);
    for (int k = 0; k < left.length; k++) {
      if (a.isFloat()) {
        result.floats()[k] = (float) reals.applyAsDouble(a.floats()[left[k]], b.floats()[right[k]]);
      } else {
        result.integers()[k] =
            wrapped(a.type(), integers.applyAsLong(a.integers()[left[k]], b.integers()[right[k]]));
      }
    }
    return result;
  }

  private static long wrapped(ElementType type, long value) {
    return type == ElementType.INT32 ? (int) value : value;
  }

  private static long divided(long a, long b) {
    if (b == 0) {
      throw new OnnxException("expected no division by zero, got " + a + " / 0");
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

  /** NaN is in no relation. */
  private static HostTensor compare(HostTensor a, HostTensor b, Relation relation) {
    requireSame(a, b);
    int[] shape = Broadcast.shape(a.shape(), b.shape());
    HostTensor result = HostTensor.zeros(ElementType.BOOL, shape);
    int[] left = Broadcast.sources(a, shape);
    int[] right = Broadcast.sources(b, shape);
    for (int k = 0; k < left.length; k++) {
      boolean holds =
          a.isFloat()
              ? holds(a.floats()[left[k]], b.floats()[right[k]], relation)
              : relation.holds(Long.compare(a.integers()[left[k]], b.integers()[right[k]]));
      result.integers()[k] = holds ? 1 : 0;
    }
    return result;
  }

  private static boolean holds(float a, float b, Relation relation) {
    // Adding 0 makes -0 equal to 0, as compare does not.
    return !Float.isNaN(a) && !Float.isNaN(b) && relation.holds(Float.compare(a + 0f, b + 0f));
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
    HostTensor input = call.input(0);
    ElementType type = ElementType.of((int) call.integer("to", 0));
    if (type == input.type()) {
      return input;
    }
    HostTensor result = HostTensor.zeros(type, input.shape());
    for (int k = 0; k < input.elements(); k++) {
      double value = input.value(k);
      switch (type) {
        case FLOAT -> result.floats()[k] = (float) value;
        case BOOL -> result.integers()[k] = value != 0 ? 1 : 0;
        default ->
            result.integers()[k] =
                wrapped(type, input.isFloat() ? (long) value : input.integers()[k]);
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
      double value = Math.min(max, Math.max(min, input.value(k)));
      if (input.isFloat()) {
        result.floats()[k] = (float) value;
      } else {
        result.integers()[k] = (long) value;
      }
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

  private static HostTensor negated(NodeCall call) {
    HostTensor input = call.input(0);
    HostTensor zero = HostTensor.zeros(input.type());
    return combine(zero, input, (a, b) -> -b, (a, b) -> -b);
  }

  private static HostTensor real(NodeCall call, DoubleUnaryOperator function) {
    float[] values = call.input(0).floats();
    HostTensor result = HostTensor.zeros(ElementType.FLOAT, call.input(0).shape());
    for (int k = 0; k < values.length; k++) {
      result.floats()[k] = (float) function.applyAsDouble(values[k]);
    }
    return result;
  }

  /** Which non-linearity a node asks for. */
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
              return real(call, x -> function.apply((float) x));
            }));
  }

  private static Activation parametric(NodeCall call, Activation standard) {
    return new Activation(
        standard.kind(), call.real("alpha", standard.alpha()), call.real("beta", standard.beta()));
  }
}
