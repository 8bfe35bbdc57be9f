package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.one;

import dev.sluice.interop.onnx.export.Attributes;
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

/** Compares normalizations and reductions with ONNX Runtime. */
class NormalizationTest {
  private static final ElementType FLOAT = ElementType.FLOAT;

  @TempDir private Path folder;

  static Stream<OperatorCase> agreeing() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 6, 5);
    cases.add(new OperatorCase(17, "LayerNormalization", FLOAT).of(x).and(floats(5), floats(5)));
    cases.add(new OperatorCase(17, "LayerNormalization", FLOAT).of(x).and(floats(5)).giving(3));
    cases.add(
        new OperatorCase(17, "LayerNormalization", FLOAT)
            .of(x)
            .and(floats(6, 5), floats(6, 5))
            .with(integer("axis", 1), Attributes.real("epsilon", 0.1f)));
    cases.add(
        new OperatorCase(15, "BatchNormalization", FLOAT)
            .of(x)
            .and(floats(6), floats(6), floats(6), positive(6)));
    cases.add(
        new OperatorCase(9, "BatchNormalization", FLOAT)
            .of(floats(3, 6))
            .and(floats(6), floats(6), floats(6), positive(6)));
    cases.add(new OperatorCase(13, "InstanceNormalization", FLOAT).of(x).and(floats(6), floats(6)));
    cases.add(
        new OperatorCase(18, "GroupNormalization", FLOAT)
            .of(x)
            .and(floats(3), floats(3))
            .with(integer("num_groups", 3)));
    cases.add(
        new OperatorCase(21, "GroupNormalization", FLOAT)
            .of(x)
            .and(floats(6), floats(6))
            .with(integer("num_groups", 2)));
    for (int p = 1; p < 3; p++) {
      cases.add(new OperatorCase(13, "LpNormalization", FLOAT).of(x).with(integer("p", p)));
      cases.add(
          new OperatorCase(13, "LpNormalization", FLOAT)
              .of(x)
              .with(integer("p", p), integer("axis", 1)));
    }
    for (String reduction :
        List.of("Prod", "L1", "L2", "SumSquare", "LogSumExp", "Max", "Min", "Mean", "Sum")) {
      cases.add(
          new OperatorCase(13, "Reduce" + reduction, FLOAT).of(x).with(integer("keepdims", 0)));
      cases.add(new OperatorCase(18, "Reduce" + reduction, FLOAT).of(x).and(int64s(1, -1)));
    }
    cases.add(new OperatorCase(18, "ReduceLogSum", FLOAT).of(positive(3, 4)).and(int64s(0)));
    cases.add(new OperatorCase(13, "ReduceProd", ElementType.INT64).of(int64s(3, -4)));
    return cases.stream();
  }

  private static HostTensor positive(int... shape) {
    HostTensor values = floats(shape);
    for (int k = 0; k < values.elements(); k++) {
      values.floats()[k] = 0.1f + Math.abs(values.floats()[k]);
    }
    return values;
  }

  static Stream<OperatorCase> refused() {
    HostTensor x = floats(2, 6, 5);
    return Stream.of(
        new OperatorCase(17, "LayerNormalization", FLOAT).of(x).and(floats(4)),
        new OperatorCase(17, "LayerNormalization", FLOAT).of(x).and(floats(5), floats(6)),
        new OperatorCase(15, "BatchNormalization", FLOAT)
            .of(x)
            .and(floats(5), floats(6), floats(6), floats(6)),
        new OperatorCase(15, "BatchNormalization", FLOAT)
            .of(x)
            .and(floats(6), floats(6), floats(6), floats(6))
            .with(one("training_mode")),
        new OperatorCase(21, "GroupNormalization", FLOAT)
            .of(x)
            .and(floats(6), floats(6))
            .with(integer("num_groups", 4)),
        new OperatorCase(13, "InstanceNormalization", FLOAT).of(floats(2, 3)).and(floats(3)),
        new OperatorCase(13, "LpNormalization", FLOAT).of(x).with(integer("p", 3)));
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

  /** The reduction of no numbers is the neutral element. */
  @Test
  void reductionsOfNothingGiveTheNeutralElement() {
    float[] starts = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0, 1};
    List<String> reductions = List.of("ReduceMax", "ReduceMin", "ReduceSum", "ReduceProd");
    for (int k = 0; k < starts.length; k++) {
      new OperatorCase(20, reductions.get(k), FLOAT)
          .of(floats(0, 2))
          .and(int64s(0))
          .assertGives(folder, HostTensor.floats(new float[] {starts[k], starts[k]}, 1, 2));
    }
  }
}
