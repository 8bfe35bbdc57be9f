package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.ints;
import static dev.sluice.interop.onnx.OperatorCase.one;
import static dev.sluice.interop.onnx.OperatorCase.scalar;
import static dev.sluice.interop.onnx.OperatorCase.tensor;
import static dev.sluice.interop.onnx.OperatorCase.truths;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the operators around recurrent nodes with ONNX Runtime. */
class OperatorsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;
  private static final ElementType INT64 = ElementType.INT64;
  private static final ElementType BOOL = ElementType.BOOL;

  @TempDir private Path folder;

  static Stream<OperatorCase> shapes() {
    HostTensor x = floats(2, 3, 4);
    return Stream.of(
        new OperatorCase(11, "Squeeze", FLOAT).of(floats(2, 1, 3, 1)).with(ints("axes", 1, -1)),
        new OperatorCase(11, "Squeeze", FLOAT).of(floats(2, 1, 3, 1)),
        new OperatorCase(13, "Squeeze", FLOAT).of(floats(2, 1, 3, 1)).and(int64s(-1)),
        new OperatorCase(11, "Unsqueeze", FLOAT).of(x).with(ints("axes", 0, 4)),
        new OperatorCase(13, "Unsqueeze", FLOAT).of(x).and(int64s(-1, 1)),
        new OperatorCase(13, "Transpose", FLOAT).of(x),
        new OperatorCase(13, "Transpose", FLOAT).of(x).with(ints("perm", 1, 2, 0)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(0, -1)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(4, 6)),
        new OperatorCase(14, "Reshape", FLOAT)
            .of(floats(0, 3))
            .and(int64s(3, 0))
            .with(one("allowzero")),
        new OperatorCase(13, "Flatten", FLOAT).of(x).with(integer("axis", 2)),
        new OperatorCase(13, "Flatten", FLOAT).of(x).with(integer("axis", 3)),
        new OperatorCase(13, "Flatten", FLOAT).of(x).with(integer("axis", 0)),
        new OperatorCase(13, "Expand", FLOAT).of(floats(3, 1)).and(int64s(2, 1, 4)),
        new OperatorCase(13, "Shape", INT64).of(x),
        new OperatorCase(15, "Shape", INT64).of(x).with(integer("start", -2), integer("end", 7)),
        new OperatorCase(13, "Size", INT64).of(x),
        new OperatorCase(13, "Identity", FLOAT).of(x),
        new OperatorCase(7, "Dropout", FLOAT).of(x).with(Attributes.real("ratio", 0.5f)),
        new OperatorCase(13, "Dropout", FLOAT).of(x).and(scalar(0.5f)),
        new OperatorCase(13, "ConstantOfShape", FLOAT).of(int64s(2, 3)),
        new OperatorCase(13, "ConstantOfShape", INT64)
            .of(int64s(2, 0, 3))
            .with(tensor("value", int64s(7))),
        new OperatorCase(13, "Range", INT64)
            .of(int64s(2).reshaped(), int64s(-9).reshaped(), int64s(-3).reshaped()),
        new OperatorCase(13, "Range", FLOAT).of(scalar(0.5f), scalar(2.1f), scalar(0.4f)));
  }

  static Stream<OperatorCase> selections() {
    HostTensor x = floats(2, 5, 3);
    HostTensor index = int64s(1, -1, 0, 2).reshaped(2, 2);
    return Stream.of(
        new OperatorCase(13, "Gather", FLOAT).of(floats(3, 4), index),
        new OperatorCase(13, "Gather", FLOAT).of(x, int64s(2).reshaped()).with(integer("axis", 1)),
        new OperatorCase(13, "Gather", FLOAT).of(x, index).with(integer("axis", -1)),
        new OperatorCase(13, "GatherElements", FLOAT).of(floats(3, 2), index),
        new OperatorCase(13, "GatherElements", FLOAT)
            .of(floats(2, 3), index)
            .with(integer("axis", 1)),
        new OperatorCase(13, "GatherND", FLOAT).of(x, int64s(1, 4, 0, -1).reshaped(2, 2)),
        new OperatorCase(13, "GatherND", FLOAT).of(x, int64s(1, 4, 0).reshaped(1, 3)),
        new OperatorCase(13, "Concat", FLOAT).of(x, floats(2, 1, 3), x).with(integer("axis", -2)),
        new OperatorCase(13, "Concat", INT64).of(int64s(1), int64s(2, 3)).with(integer("axis", 0)),
        new OperatorCase(9, "Slice", FLOAT)
            .of(x)
            .with(ints("starts", 1, -2), ints("ends", 9, -1), ints("axes", 0, 1)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(0, 1), int64s(1, 4)),
        new OperatorCase(13, "Slice", FLOAT)
            .of(x)
            .and(int64s(-1), int64s(Long.MIN_VALUE), int64s(1), int64s(-2)),
        new OperatorCase(13, "Slice", FLOAT)
            .of(x)
            .and(int64s(1), int64s(Long.MAX_VALUE), int64s(-1), int64s(3)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(4), int64s(2), int64s(1)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(2), int64s(4), int64s(1), int64s(-1)),
        new OperatorCase(13, "Split", FLOAT)
            .of(x)
            .and(int64s(1, 3, 1))
            .with(integer("axis", 1))
            .giving(3),
        new OperatorCase(11, "Split", FLOAT)
            .of(x)
            .with(integer("axis", 1), ints("split", 4, 1))
            .giving(2),
        new OperatorCase(13, "Split", FLOAT).of(floats(6, 2)).giving(3),
        new OperatorCase(18, "Split", FLOAT)
            .of(floats(7, 2))
            .with(integer("num_outputs", 3))
            .giving(3),
        new OperatorCase(13, "ReverseSequence", FLOAT)
            .of(floats(5, 3, 2), int64s(5, 1, 3))
            .with(integer("time_axis", 0), integer("batch_axis", 1)),
        new OperatorCase(13, "ReverseSequence", FLOAT)
            .of(floats(3, 5, 2), int64s(5, 1, 3))
            .with(integer("time_axis", 1), integer("batch_axis", 0)));
  }

  static Stream<OperatorCase> elements() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 1, 3);
    HostTensor y = floats(4, 1);
    HostTensor a = int64s(7, -7, 3, -4);
    HostTensor b = int64s(2, 2, 3, -5);
    for (String operator : List.of("Add", "Sub", "Mul", "Div", "Max", "Min")) {
      cases.add(new OperatorCase(13, operator, FLOAT).of(x, y));
      cases.add(new OperatorCase(13, operator, INT64).of(a, b));
    }
    cases.add(new OperatorCase(13, "Max", FLOAT).of(x, y, scalar(0.3f)));
    for (String operator : List.of("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual")) {
      cases.add(new OperatorCase(16, operator, BOOL).of(a, b));
      cases.add(
          new OperatorCase(16, operator, BOOL)
              .of(HostTensor.floats(new float[] {0, 1, Float.NaN}, 3), scalar(-0f)));
    }
    for (String operator : List.of("And", "Or", "Xor")) {
      cases.add(new OperatorCase(13, operator, BOOL).of(truths(0, 1), truths(0, 1).reshaped(2, 1)));
    }
    cases.add(new OperatorCase(13, "Not", BOOL).of(truths(0, 1)));
    cases.add(new OperatorCase(13, "Where", FLOAT).of(truths(0, 1, 1), x, y));
    cases.add(new OperatorCase(13, "Neg", FLOAT).of(x));
    cases.add(new OperatorCase(13, "Neg", INT64).of(a));
    cases.add(new OperatorCase(13, "Cast", FLOAT).of(a).with(integer("to", FLOAT.code())));
    cases.add(new OperatorCase(13, "Cast", BOOL).of(a).with(integer("to", BOOL.code())));
    cases.add(
        new OperatorCase(13, "Cast", INT64)
            .of(HostTensor.floats(new float[] {1.9f, -1.9f}, 2))
            .with(integer("to", INT64.code())));
    cases.add(
        new OperatorCase(7, "Clip", FLOAT)
            .of(x)
            .with(Attributes.real("min", -0.2f), Attributes.real("max", 0.1f)));
    cases.add(new OperatorCase(13, "Clip", FLOAT).of(x).and(null, scalar(0.1f)));
    HostTensor positive = HostTensor.floats(new float[] {0.5f, 2, 3}, 3);
    for (String operator : List.of("Exp", "Log", "Sqrt")) {
      cases.add(new OperatorCase(13, operator, FLOAT).of(positive));
    }
    for (String operator :
        List.of(
            "Sigmoid",
            "Tanh",
            "Relu",
            "Softsign",
            "Softplus",
            "LeakyRelu",
            "Elu",
            "HardSigmoid",
            "ThresholdedRelu")) {
      cases.add(new OperatorCase(13, operator, FLOAT).of(x));
    }
    for (String operator : List.of("LeakyRelu", "Elu", "HardSigmoid", "ThresholdedRelu")) {
      cases.add(new OperatorCase(13, operator, FLOAT).of(x).with(Attributes.real("alpha", 0.3f)));
    }
    return cases.stream();
  }

  static Stream<OperatorCase> reductionsAndProducts() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 3, 4);
    for (String operator : List.of("ReduceMax", "ReduceMin", "ReduceMean", "ReduceSum")) {
      cases.add(new OperatorCase(11, operator, FLOAT).of(x).with(ints("axes", 0, -1)));
      cases.add(new OperatorCase(11, operator, FLOAT).of(x).with(integer("keepdims", 0)));
      cases.add(
          new OperatorCase(18, operator, FLOAT).of(x).and(int64s(1)).with(integer("keepdims", 0)));
      cases.add(new OperatorCase(18, operator, FLOAT).of(x).with(one("noop_with_empty_axes")));
    }
    cases.add(new OperatorCase(13, "ReduceSum", INT64).of(int64s(1, 2, 3)).and(int64s(0)));
    // More digits than a double can represent.
    HostTensor large = int64s((1L << 60) + 1, 3, -(1L << 61) - 1);
    for (String operator : List.of("ReduceMax", "ReduceMin")) {
      cases.add(new OperatorCase(18, operator, INT64).of(large));
    }
    for (String operator : List.of("Softmax", "LogSoftmax")) {
      cases.add(new OperatorCase(11, operator, FLOAT).of(x));
      cases.add(new OperatorCase(11, operator, FLOAT).of(x).with(integer("axis", 2)));
      cases.add(new OperatorCase(13, operator, FLOAT).of(x));
      cases.add(new OperatorCase(13, operator, FLOAT).of(x).with(integer("axis", 1)));
    }
    cases.add(new OperatorCase(13, "ArgMax", INT64).of(x).with(integer("axis", 1)));
    cases.add(
        new OperatorCase(13, "ArgMax", INT64)
            .of(x)
            .with(integer("axis", -1), integer("keepdims", 0)));
    cases.add(new OperatorCase(13, "MatMul", FLOAT).of(floats(2, 5, 3, 4), floats(5, 4, 2)));
    cases.add(new OperatorCase(13, "MatMul", FLOAT).of(floats(4), floats(3, 4, 2)));
    cases.add(new OperatorCase(13, "MatMul", FLOAT).of(floats(3, 2, 4), floats(4)));
    cases.add(new OperatorCase(13, "MatMul", FLOAT).of(floats(4), floats(4)));
    cases.add(new OperatorCase(13, "Gemm", FLOAT).of(floats(2, 3), floats(3, 4), floats(4)));
    cases.add(
        new OperatorCase(13, "Gemm", FLOAT)
            .of(floats(3, 2), floats(4, 3), floats(2, 1))
            .with(
                one("transA"),
                one("transB"),
                Attributes.real("alpha", 0.5f),
                Attributes.real("beta", 2)));
    cases.add(new OperatorCase(11, "Gemm", FLOAT).of(floats(2, 3), floats(3, 4)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource({"shapes", "selections", "elements", "reductionsAndProducts"})
  void agreesWithOnnxRuntime(OperatorCase given) {
    given.assertAgrees(folder);
  }

  @Test
  void constantsOfEveryFormAgree() {
    Runtimes.assumePresent();
    TestGraph graph = new TestGraph(13);
    graph.node("Constant", List.of(), List.of("a"), Attributes.real("value_float", 2));
    graph.node(
        "Constant", List.of(), List.of("b"), Attributes.reals("value_floats", List.of(1f, 2f)));
    graph.node("Constant", List.of(), List.of("c"), integer("value_int", 5));
    graph.node("Constant", List.of(), List.of("d"), ints("value_ints", 5, 6));
    graph.node("Constant", List.of(), List.of("e"), tensor("value", floats(2, 2)));
    graph.output("a", FLOAT).output("b", FLOAT).output("e", FLOAT);
    graph.output("c", INT64).output("d", INT64);
    Runtimes.assertAgree(Runtimes.write(folder, graph.model()), Map.of());
  }

  @Test
  void aBranchCanReadValuesOfTheOuterGraph() {
    Runtimes.assumePresent();
    TestGraph graph = new TestGraph(13);
    graph.input("condition", truths(1));
    graph.input("x", floats(1, 3));
    graph.node(
        "If",
        List.of("condition"),
        List.of("y"),
        branch("then_branch", "Squeeze"),
        branch("else_branch", "Identity"));
    graph.output("y", FLOAT);
    Path file = Runtimes.write(folder, graph.model());
    Runtimes.assertAgree(file, graph.inputs);
    graph.inputs.put("condition", truths(0));
    Runtimes.assertAgree(file, graph.inputs);
  }

  private static AttributeProto branch(String name, String operator) {
    TestGraph branch = new TestGraph(13);
    branch.node(operator, List.of("x"), List.of(name + "_y")).output(name + "_y", FLOAT);
    GraphProto graph = branch.graph.build();
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  static Stream<OperatorCase> refused() {
    HostTensor x = floats(2, 3);
    return Stream.of(
        new OperatorCase(13, "Add", FLOAT).of(x, floats(2)),
        new OperatorCase(13, "Add", FLOAT).of(x, int64s(1)),
        new OperatorCase(13, "And", BOOL).of(int64s(1), int64s(1)),
        new OperatorCase(13, "Cast", FLOAT).of(x).with(integer("to", 8)),
        new OperatorCase(13, "Concat", FLOAT).of(x, floats(3, 2)).with(integer("axis", 0)),
        new OperatorCase(13, "ConstantOfShape", FLOAT).of(int64s(1 << 20, 1 << 20)),
        new OperatorCase(13, "ConstantOfShape", FLOAT).of(int64s(-1)),
        new OperatorCase(13, "Div", INT64).of(int64s(1), int64s(0)),
        new OperatorCase(13, "Expand", FLOAT).of(x).and(int64s(1L << 40)),
        new OperatorCase(13, "Flatten", FLOAT).of(x).with(integer("axis", 5)),
        new OperatorCase(13, "Gather", FLOAT).of(x, int64s(2)),
        new OperatorCase(13, "Gather", FLOAT).of(x, x),
        new OperatorCase(13, "Gemm", FLOAT).of(x, x),
        new OperatorCase(13, "Gemm", FLOAT).of(x, floats(3, 4), floats(3)),
        new OperatorCase(13, "MatMul", FLOAT).of(x, x),
        new OperatorCase(13, "Range", INT64).of(int64s(0), int64s(Long.MAX_VALUE), int64s(1)),
        new OperatorCase(13, "Range", INT64).of(int64s(0), int64s(5), int64s(0)),
        new OperatorCase(13, "ReduceMax", INT64).of(int64s().reshaped(0, 3)).with(ints("axes", 0)),
        new OperatorCase(13, "ReduceSum", FLOAT).of(x).and(int64s(0, 0)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(4, -1)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(7)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(-1, -1)),
        new OperatorCase(13, "Reshape", FLOAT).of(x).and(int64s(Long.MAX_VALUE, Long.MAX_VALUE)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(0), int64s(1), int64s(3)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(0), int64s(1), int64s(0), int64s(0)),
        new OperatorCase(13, "Slice", FLOAT).of(x).and(int64s(0), int64s(1, 2)),
        new OperatorCase(13, "Split", FLOAT).of(x).and(int64s(1, 2)).giving(2),
        new OperatorCase(13, "Split", FLOAT).of(x).and(int64s(1, 1)).giving(3),
        new OperatorCase(13, "Squeeze", FLOAT).of(x).and(int64s(0)),
        new OperatorCase(13, "Transpose", FLOAT).of(x).with(ints("perm", 0, 0)),
        new OperatorCase(13, "Unsqueeze", FLOAT).of(x).and(int64s(9)),
        new OperatorCase(13, "Where", FLOAT).of(x, x, x));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidInputsAreNamedWithTheirNode(OperatorCase given) {
    given.assertRefused(folder);
  }
}
