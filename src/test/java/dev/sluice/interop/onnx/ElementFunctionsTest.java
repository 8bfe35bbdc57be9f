package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.one;
import static dev.sluice.interop.onnx.OperatorCase.scalar;

import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares element-wise functions and Pow with ONNX Runtime. */
class ElementFunctionsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;

  @TempDir private Path folder;

  static Stream<OperatorCase> agreeing() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x =
        HostTensor.floats(new float[] {-3, -1.5f, -0.5f, -1e-3f, 0, 0.25f, 0.5f, 2.5f}, 8);
    for (String operator :
        List.of(
            "Abs",
            "Neg",
            "Sign",
            "Reciprocal",
            "Floor",
            "Ceil",
            "Round",
            "Erf",
            "Sin",
            "Cos",
            "Tan",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "HardSwish",
            "Celu",
            "Selu",
            "Mish")) {
      cases.add(new OperatorCase(18, operator, FLOAT).of(x));
    }
    for (String operator : List.of("Asin", "Acos", "Atanh")) {
      cases.add(new OperatorCase(18, operator, FLOAT).of(floats(7)));
    }
    cases.add(new OperatorCase(18, "Acosh", FLOAT).of(scalar(1.5f)));
    cases.add(new OperatorCase(20, "Gelu", FLOAT).of(x));
    cases.add(
        new OperatorCase(20, "Gelu", FLOAT).of(x).with(Attributes.text("approximate", "tanh")));
    cases.add(new OperatorCase(18, "Celu", FLOAT).of(x).with(Attributes.real("alpha", 0.3f)));
    cases.add(new OperatorCase(13, "Abs", ElementType.INT64).of(int64s(-4, 3)));
    cases.add(new OperatorCase(13, "IsNaN", ElementType.BOOL).of(odd()));
    cases.add(new OperatorCase(13, "IsInf", ElementType.BOOL).of(odd()));
    cases.add(
        new OperatorCase(13, "IsInf", ElementType.BOOL)
            .of(odd())
            .with(integer("detect_negative", 0)));
    cases.add(new OperatorCase(13, "Pow", FLOAT).of(x, scalar(2)));
    cases.add(new OperatorCase(13, "Pow", FLOAT).of(x, int64s(3)));
    cases.add(new OperatorCase(13, "Pow", FLOAT).of(scalar(2.5f), floats(2, 3)));
    cases.add(new OperatorCase(13, "Pow", ElementType.INT64).of(int64s(-3, 5), scalar(2)));
    cases.add(
        new OperatorCase(13, "Mod", ElementType.INT64)
            .of(int64s(7, -7, 7, -7), int64s(3, 3, -3, -3)));
    cases.add(
        new OperatorCase(13, "Mod", ElementType.INT64)
            .of(int64s(7, -7, 7, -7), int64s(3, 3, -3, -3))
            .with(one("fmod")));
    cases.add(new OperatorCase(13, "Mod", FLOAT).of(x, scalar(0.7f)).with(one("fmod")));
    cases.add(new OperatorCase(13, "Sum", FLOAT).of(floats(2, 1), floats(3), x.reshaped(8, 1, 1)));
    cases.add(new OperatorCase(13, "Mean", FLOAT).of(floats(2, 1), floats(3), floats(1)));
    cases.add(new OperatorCase(16, "PRelu", FLOAT).of(floats(2, 3, 4)).and(floats(3, 1)));
    return cases.stream();
  }

  private static HostTensor odd() {
    return HostTensor.floats(
        new float[] {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, 4);
  }

  static Stream<OperatorCase> refused() {
    return Stream.of(
        new OperatorCase(13, "Mod", ElementType.INT64).of(int64s(1), int64s(0)),
        new OperatorCase(13, "Erf", ElementType.INT64).of(int64s(1)),
        new OperatorCase(20, "Gelu", FLOAT)
            .of(scalar(1))
            .with(Attributes.text("approximate", "erf")),
        new OperatorCase(16, "PRelu", FLOAT).of(floats(3)).and(floats(2, 3)));
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void agreesWithOnnxRuntime(OperatorCase given) {
    given.assertAgrees(folder);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidInputsAreNamedWithTheirNode(OperatorCase given) {
    given.assertRefused(folder);
  }
}
