package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.ints;
import static dev.sluice.interop.onnx.OperatorCase.scalar;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares element types other than FLOAT and INT64 with ONNX Runtime, if its Java API supports
 * them.
 */
class ElementTypesTest {
  private static final List<ElementType> REALS =
      List.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16);
  private static final List<ElementType> INTEGERS =
      List.of(ElementType.INT8, ElementType.INT16, ElementType.INT32, ElementType.UINT8);

  @TempDir private Path folder;

  static Stream<OperatorCase> agreeing() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = HostTensor.floats(new float[] {-2.75f, -0.1f, 0, 1 / 3f, 99.9f, 0.1f}, 2, 3);
    for (ElementType from : REALS) {
      HostTensor given = as(from, x);
      for (ElementType to : REALS) {
        cases.add(new OperatorCase(13, "Cast", to).of(given).with(integer("to", to.code())));
      }
      cases.add(
          new OperatorCase(13, "Cast", ElementType.BOOL)
              .of(given)
              .with(integer("to", ElementType.BOOL.code())));
      for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
        cases.add(new OperatorCase(14, operator, from).of(given, as(from, scalar(0.7f))));
      }
      for (String operator : List.of("Exp", "Sigmoid", "Tanh", "Transpose", "ReduceSum", "Abs")) {
        cases.add(new OperatorCase(13, operator, from).of(given.reshaped(3, 2)));
      }
      cases.add(new OperatorCase(13, "Concat", from).of(given, given).with(integer("axis", 1)));
      cases.add(
          new OperatorCase(10, "Slice", from)
              .of(given)
              .and(OperatorCase.int64s(1), OperatorCase.int64s(2)));
    }
    cases.add(half("MatMul", floats(3, 4), floats(4, 2)));
    cases.add(half("Conv", floats(1, 2, 9), floats(3, 2, 3)));
    for (ElementType type : INTEGERS) {
      HostTensor values = HostTensor.zeros(type, 3);
      for (int k = 0; k < 3; k++) {
        values.set(k, 100L * (k - 1));
      }
      cases.add(
          new OperatorCase(13, "Cast", ElementType.INT64)
              .of(values)
              .with(integer("to", ElementType.INT64.code())));
      cases.add(
          new OperatorCase(13, "Cast", type)
              .of(OperatorCase.int64s(300, -5, 70_000))
              .with(integer("to", type.code())));
      cases.add(new OperatorCase(13, "Unsqueeze", type).of(values).and(OperatorCase.int64s(0)));
    }
    return cases.stream();
  }

  private static OperatorCase half(String operator, HostTensor x, HostTensor w) {
    return new OperatorCase(13, operator, ElementType.FLOAT16)
        .of(as(ElementType.FLOAT16, x))
        .and(as(ElementType.FLOAT16, w));
  }

  private static HostTensor as(ElementType type, HostTensor values) {
    HostTensor result = HostTensor.zeros(type, values.shape());
    for (int k = 0; k < values.elements(); k++) {
      result.set(k, values.value(k));
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void agreesWithOnnxRuntime(OperatorCase given) {
    given.assertAgrees(folder);
  }

  @Test
  void sumsWrapAsTheirTypeDoes() {
    for (ElementType type : List.of(ElementType.UINT16, ElementType.UINT32, ElementType.INT8)) {
      long greatest = type == ElementType.INT8 ? 127 : (1L << 8 * type.bytes()) - 1;
      long next = type == ElementType.INT8 ? -128 : 0;
      new OperatorCase(14, "Add", type)
          .of(
              HostTensor.integers(type, new long[] {greatest}, 1),
              HostTensor.integers(type, new long[] {1}, 1))
          .assertGives(folder, HostTensor.integers(type, new long[] {next}, 1));
    }
  }

  @Test
  void doublesKeepTheirPrecision() {
    double third = 1 / 3.0;
    new OperatorCase(14, "Mul", ElementType.DOUBLE)
        .of(HostTensor.doubles(new double[] {third}, 1), HostTensor.doubles(new double[] {3e9}, 1))
        .assertGives(folder, HostTensor.doubles(new double[] {third * 3e9}, 1));
  }

  @Test
  void mixedTypesAreRefused() {
    HostTensor half = as(ElementType.FLOAT16, floats(2, 3));
    String message =
        new OperatorCase(13, "MatMul", ElementType.FLOAT16)
            .of(half, floats(3, 2))
            .assertRefused(folder);
    assertTrue(message.contains("FLOAT16 [2, 3]"), message);
    new OperatorCase(13, "Add", ElementType.FLOAT16).of(half, floats(2, 3)).assertRefused(folder);
    new OperatorCase(11, "Conv", ElementType.FLOAT)
        .of(as(ElementType.DOUBLE, floats(1, 2, 4)), as(ElementType.DOUBLE, floats(1, 2, 2)))
        .with(ints("strides", 1))
        .assertRefused(folder);
  }
}
