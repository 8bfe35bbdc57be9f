package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Element-wise functions of one input. */
public final class UnaryOperators {
  private static final double SELU_ALPHA = 1.67326319217681884765625;
  private static final double SELU_GAMMA = 1.05070102214813232421875;
  private static final double GELU_CUBE = 0.044715;

  private UnaryOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    Map<String, Operator> all = new HashMap<>();
    both(all, "Abs", Math::abs, Math::abs);
    both(all, "Neg", x -> -x, x -> -x);
    both(all, "Sign", Math::signum, Long::signum);
    function(all, "Exp", Math::exp);
    function(all, "Log", Math::log);
    arithmetic(all, "Sqrt", Math::sqrt);
    arithmetic(all, "Reciprocal", x -> 1 / x);
    arithmetic(all, "Floor", Math::floor);
    arithmetic(all, "Ceil", Math::ceil);
    arithmetic(all, "Round", Math::rint);
    function(all, "Erf", ErrorFunction::of);
    trigonometric(all);
    smooth(all);
    test(all, "IsNaN", Double::isNaN);
    all.put("IsInf", single(UnaryOperators::isInfinite));
    return all;
  }

  private static void trigonometric(Map<String, Operator> all) {
    function(all, "Sin", Math::sin);
    function(all, "Cos", Math::cos);
    function(all, "Tan", Math::tan);
    function(all, "Asin", Math::asin);
    function(all, "Acos", Math::acos);
    function(all, "Atan", Math::atan);
    function(all, "Sinh", Math::sinh);
    function(all, "Cosh", Math::cosh);
    function(all, "Asinh", x -> Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1)));
    function(all, "Acosh", x -> Math.log(x + Math.sqrt(x * x - 1)));
    function(all, "Atanh", x -> (Math.log1p(x) - Math.log1p(-x)) / 2);
  }

  private static void smooth(Map<String, Operator> all) {
    arithmetic(all, "HardSwish", x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
    function(all, "Mish", x -> x * Math.tanh(Math.log1p(Math.exp(x))));
    all.put("Gelu", single(UnaryOperators::gelu));
    all.put(
        "Celu",
        parametric("alpha", 1, a -> x -> Math.max(0, x) + Math.min(0, a * Math.expm1(x / a))));
    all.put("Swish", parametric("alpha", 1, a -> x -> x / (1 + Math.exp(-a * x))));
    all.put("Selu", single(UnaryOperators::selu));
  }

  /** A family of functions with a parameter from an attribute. */
  @FunctionalInterface
  private interface Family {
    DoubleUnaryOperator of(double parameter);
  }

  private static Operator parametric(String name, float absent, Family family) {
    return single(call -> evaluated(call, family.of(call.real(name, absent))));
  }

  private static HostTensor selu(NodeCall call) {
    double alpha = call.real("alpha", (float) SELU_ALPHA);
    double gamma = call.real("gamma", (float) SELU_GAMMA);
    return evaluated(call, x -> gamma * (x > 0 ? x : alpha * Math.expm1(x)));
  }

  private static HostTensor gelu(NodeCall call) {
    String approximate = call.text("approximate", "none");
    return switch (approximate) {
      case "none" -> evaluated(call, x -> x / 2 * (1 + ErrorFunction.of(x / Math.sqrt(2))));
      case "tanh" ->
          evaluated(
              call,
              x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + GELU_CUBE * x * x * x))));
      default -> throw new OnnxException("approximate: expected none or tanh, got " + approximate);
    };
  }

  private static HostTensor isInfinite(NodeCall call) {
    boolean positive = call.integer("detect_positive", 1) != 0;
    boolean negative = call.integer("detect_negative", 1) != 0;
    return tested(call.input(0), x -> Double.isInfinite(x) && (x > 0 ? positive : negative));
  }

  private static void arithmetic(
      Map<String, Operator> all, String name, DoubleUnaryOperator function) {
    all.put(name, single(call -> mapped(call.input(0), function)));
  }

  private static void function(
      Map<String, Operator> all, String name, DoubleUnaryOperator function) {
    all.put(name, single(call -> evaluated(call, function)));
  }

  /** Applies a function that takes longer than arithmetic, and accounts for it. */
  static HostTensor evaluated(NodeCall call, DoubleUnaryOperator function) {
    call.functions(call.input(0).elements());
    return mapped(call.input(0), function);
  }

  /** Applies arithmetic to each element. */
  static HostTensor mapped(HostTensor input, DoubleUnaryOperator function) {
    if (!input.isReal()) {
      throw new OnnxException("expected real numbers, got " + input);
    }
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
    int count = result.elements();
    if (input.isFloat()) {
      float[] x = input.floats();
      float[] y = result.floats();
      for (int k = 0; k < count; k++) {
        y[k] = (float) function.applyAsDouble(x[k]);
      }
    } else {
      for (int k = 0; k < count; k++) {
        result.set(k, function.applyAsDouble(input.value(k)));
      }
    }
    return result;
  }

  private static void both(
      Map<String, Operator> all,
      String name,
      DoubleUnaryOperator reals,
      LongUnaryOperator integers) {
    all.put(
        name,
        single(
            call -> {
              HostTensor input = call.input(0);
              if (input.isReal()) {
                return mapped(input, reals);
              }
              HostTensor result = HostTensor.zeros(input.type(), input.shape());
              for (int k = 0; k < result.elements(); k++) {
                result.set(k, integers.applyAsLong(input.integers()[k]));
              }
              return result;
            }));
  }

  private static void test(Map<String, Operator> all, String name, DoublePredicate test) {
    all.put(name, single(call -> tested(call.input(0), test)));
  }

  private static HostTensor tested(HostTensor input, DoublePredicate test) {
    HostTensor result = HostTensor.zeros(ElementType.BOOL, input.shape());
    for (int k = 0; k < result.elements(); k++) {
      result.set(k, test.test(input.value(k)) ? 1L : 0);
    }
    return result;
  }
}
