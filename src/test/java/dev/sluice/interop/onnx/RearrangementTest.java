package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.one;
import static dev.sluice.interop.onnx.OperatorCase.truths;

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

/** Compares operators that repeat, scatter, sort and count with ONNX Runtime. */
class RearrangementTest {
  private static final ElementType FLOAT = ElementType.FLOAT;
  private static final ElementType INT64 = ElementType.INT64;

  @TempDir private Path folder;

  static Stream<OperatorCase> agreeing() {
    return Stream.of(fills(), scatters(), orders(), sums()).flatMap(List::stream);
  }

  private static List<OperatorCase> fills() {
    HostTensor x = floats(2, 3);
    HostTensor square = floats(2, 4, 4);
    return List.of(
        new OperatorCase(13, "Tile", FLOAT).of(x).and(int64s(2, 3)),
        new OperatorCase(13, "Tile", FLOAT).of(x).and(int64s(0, 1)),
        new OperatorCase(14, "Trilu", FLOAT).of(square),
        new OperatorCase(14, "Trilu", FLOAT).of(square).and(int64s(-1).reshaped()),
        new OperatorCase(14, "Trilu", FLOAT)
            .of(square)
            .and(int64s(1).reshaped())
            .with(integer("upper", 0)),
        new OperatorCase(13, "EyeLike", FLOAT).of(x).with(integer("k", 1)),
        new OperatorCase(13, "NonZero", INT64).of(int64s(0, 5, 0, 0, -1, 2).reshaped(2, 3)),
        new OperatorCase(13, "Compress", FLOAT).of(x, truths(0, 1, 1)).with(integer("axis", 1)),
        new OperatorCase(13, "Compress", FLOAT).of(x, truths(0, 1, 1)),
        new OperatorCase(15, "CastLike", INT64).of(x, int64s(1)));
  }

  private static List<OperatorCase> scatters() {
    HostTensor x = floats(3, 4);
    HostTensor index = int64s(1, -1, 0, 2).reshaped(2, 2);
    List<OperatorCase> cases = new ArrayList<>();
    for (String reduction : List.of("none", "add", "mul", "max", "min")) {
      cases.add(
          new OperatorCase(18, "ScatterElements", FLOAT)
              .of(x, index, floats(2, 2))
              .with(Attributes.text("reduction", reduction), integer("axis", 1)));
      cases.add(
          new OperatorCase(18, "ScatterND", FLOAT)
              .of(x, int64s(1, -1).reshaped(2, 1), floats(2, 4))
              .with(Attributes.text("reduction", reduction)));
    }
    cases.add(new OperatorCase(9, "Scatter", FLOAT).of(x, index, floats(2, 2)));
    HostTensor values = HostTensor.floats(new float[] {-1, 5}, 2);
    cases.add(new OperatorCase(13, "OneHot", FLOAT).of(index).and(int64s(3), values));
    cases.add(
        new OperatorCase(13, "OneHot", FLOAT)
            .of(int64s(7, -4, -1))
            .and(int64s(4), values)
            .with(integer("axis", 0)));
    cases.add(
        new OperatorCase(13, "GatherND", FLOAT)
            .of(floats(2, 3, 4), int64s(1, 0).reshaped(2, 1))
            .with(one("batch_dims")));
    return cases;
  }

  private static List<OperatorCase> orders() {
    HostTensor x = floats(2, 5, 3);
    HostTensor ties = HostTensor.floats(new float[] {2, 1, 2, 1}, 1, 4);
    return List.of(
        new OperatorCase(13, "ArgMin", INT64).of(x).with(integer("axis", 1)),
        new OperatorCase(13, "ArgMin", INT64).of(ties).with(integer("axis", 1)),
        new OperatorCase(13, "ArgMax", INT64)
            .of(ties)
            .with(integer("axis", 1), one("select_last_index")),
        new OperatorCase(11, "TopK", FLOAT)
            .of(x)
            .and(int64s(2))
            .with(integer("axis", 1))
            .givingAlso(INT64),
        new OperatorCase(11, "TopK", FLOAT)
            .of(x)
            .and(int64s(3))
            .with(integer("largest", 0))
            .givingAlso(INT64),
        new OperatorCase(11, "TopK", FLOAT).of(ties).and(int64s(3)).givingAlso(INT64));
  }

  private static List<OperatorCase> sums() {
    HostTensor x = floats(2, 5, 3);
    HostTensor axis = int64s(1).reshaped();
    return List.of(
        new OperatorCase(14, "CumSum", FLOAT).of(x).and(axis),
        new OperatorCase(14, "CumSum", FLOAT).of(x).and(axis).with(one("reverse")),
        new OperatorCase(14, "CumSum", FLOAT).of(x).and(axis).with(one("exclusive")),
        new OperatorCase(14, "CumSum", INT64).of(int64s(1, 2, 3)).and(int64s(-1)),
        einsum("bij,bjk->bik", floats(2, 3, 4), floats(2, 4, 2)),
        einsum("...ij,kj->...ik", floats(2, 2, 3, 4), floats(5, 4)),
        einsum("bth, h -> bt", x, floats(3)),
        einsum("ij->", floats(3, 4)),
        einsum("ij,jk", floats(3, 4), floats(4, 2)));
  }

  private static OperatorCase einsum(String equation, HostTensor... inputs) {
    return new OperatorCase(13, "Einsum", FLOAT)
        .of(inputs)
        .with(Attributes.text("equation", equation));
  }

  static Stream<OperatorCase> refused() {
    HostTensor x = floats(2, 3);
    return Stream.of(
        new OperatorCase(13, "Tile", FLOAT).of(x).and(int64s(2)),
        new OperatorCase(13, "Tile", FLOAT).of(x).and(int64s(1 << 20, 1 << 20)),
        new OperatorCase(13, "OneHot", FLOAT).of(int64s(1)).and(int64s(-3), floats(2)),
        new OperatorCase(13, "OneHot", FLOAT).of(int64s(1)).and(int64s(1L << 40), floats(2)),
        new OperatorCase(11, "TopK", FLOAT).of(x).and(int64s(4)),
        new OperatorCase(14, "CumSum", FLOAT).of(x).and(int64s(2)),
        new OperatorCase(18, "ScatterND", FLOAT).of(x, int64s(2).reshaped(1, 1), floats(1, 3)),
        new OperatorCase(18, "ScatterElements", FLOAT).of(x, int64s(0, 0), floats(2)),
        new OperatorCase(13, "Compress", FLOAT).of(x, int64s(1)),
        new OperatorCase(13, "GatherND", FLOAT).of(x, int64s(0, 0, 0).reshaped(1, 3)),
        new OperatorCase(13, "GatherND", FLOAT).of(x, int64s(0).reshaped()),
        new OperatorCase(13, "GatherND", FLOAT)
            .of(x, int64s(0, 1, 0).reshaped(3, 1))
            .with(one("batch_dims")),
        new OperatorCase(13, "GatherND", FLOAT)
            .of(x, int64s(0, 1).reshaped(2, 1))
            .with(integer("batch_dims", -1)),
        einsum("ij,jk->il", floats(3, 4), floats(4, 2)),
        einsum("ij,jk->ik", floats(3, 4), floats(3, 2)),
        einsum("ij", floats(3, 4), floats(3, 4)),
        einsum("i1->i", floats(3, 4)));
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
