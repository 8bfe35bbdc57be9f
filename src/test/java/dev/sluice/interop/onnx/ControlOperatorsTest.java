package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.ints;
import static dev.sluice.interop.onnx.OperatorCase.scalar;
import static dev.sluice.interop.onnx.OperatorCase.truths;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares If, Loop and Scan with ONNX Runtime. */
class ControlOperatorsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;
  private static final ElementType INT64 = ElementType.INT64;
  private static final ElementType BOOL = ElementType.BOOL;

  @TempDir private Path folder;

  private static AttributeProto graph(String name, TestGraph graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph.graph)
        .build();
  }

  /**
   * A loop that doubles a state and adds a weight of the outer graph until a sum exceeds a limit.
   * It also returns the state and number of every step.
   */
  private static TestGraph loop(HostTensor most, HostTensor begin, float limit) {
    TestGraph body = new TestGraph(13);
    body.input("step", int64s(0).reshaped());
    body.input("condition", truths(1).reshaped());
    body.input("state", floats(2, 3));
    body.weight("limit", scalar(limit));
    body.node("Add", List.of("state", "state"), List.of("twice"));
    body.node("Sum", List.of("twice", "w"), List.of("next"));
    body.node("ReduceSum", List.of("next"), List.of("sum"), integer("keepdims", 0));
    body.node("Less", List.of("sum", "limit"), List.of("again"));
    body.node("Identity", List.of("next"), List.of("each"));
    body.node("Mul", List.of("step", "step"), List.of("square"));
    body.output("again", BOOL).output("next", FLOAT).output("each", FLOAT).output("square", INT64);
    TestGraph graph = new TestGraph(13);
    graph.input("x", HostTensor.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    graph.weight("w", floats(3));
    String count = most == null ? "" : graph.input("M", most);
    String condition = begin == null ? "" : graph.input("begin", begin);
    graph.node(
        "Loop",
        List.of(count, condition, "x"),
        List.of("last", "all", "squares"),
        graph("body", body));
    return graph.output("last", FLOAT).output("all", FLOAT).output("squares", INT64);
  }

  private void assertAgrees(TestGraph graph) {
    Runtimes.assumePresent();
    Runtimes.assertAgree(Runtimes.write(folder, graph.model()), graph.inputs);
  }

  @Test
  void aLoopEndsByItsCountOrItsCondition() {
    HostTensor three = int64s(3).reshaped();
    HostTensor yes = truths(1).reshaped();
    assertAgrees(loop(three, yes, 1e9f));
    assertAgrees(loop(three, null, 1e9f));
    assertAgrees(loop(int64s(100).reshaped(), yes, 1000));
    assertAgrees(loop(null, yes, 1000));
    assertAgrees(loop(int64s(100).reshaped(), null, 0));
  }

  @Test
  void aLoopWithoutStepsReturnsItsInput() {
    TestGraph graph = loop(int64s(0).reshaped(), truths(1).reshaped(), 1);
    Path file = Runtimes.write(folder, graph.model());
    var outputs = Runtimes.ours(file, graph.inputs);
    assertEquals(graph.inputs.get("x").toString(), outputs.get("last").toString());
    assertEquals("INT64 [0]", outputs.get("squares").toString());
    assertEquals(0, outputs.get("all").size(0));
  }

  @Test
  void anEndlessLoopIsRefused() {
    TestGraph body = new TestGraph(13);
    body.input("step", int64s(0).reshaped());
    body.input("condition", truths(1).reshaped());
    body.input("state", floats(2));
    body.output("condition", BOOL).output("state", FLOAT);
    TestGraph graph = new TestGraph(13);
    graph.input("x", floats(2));
    graph.node("Loop", List.of("", "", "x"), List.of("y"), graph("body", body));
    graph.output("y", FLOAT);
    Path file = Runtimes.write(folder, graph.model());
    OnnxModel model = OnnxModel.read(file, OnnxLimits.defaults().withOperations(10_000_000));
    try (Device device = Devices.cpu()) {
      String message =
          assertThrows(OnnxException.class, () -> model.run(device, graph.inputs)).getMessage();
      assertTrue(message.contains("(Loop): expected at most 10000"), message);
    }
  }

  /** Memory of a step is freed after it; otherwise 1,000 steps would exceed the limit. */
  @Test
  void aLoopNeedsTheMemoryOfOneStep() {
    TestGraph body = new TestGraph(13);
    body.input("step", int64s(0).reshaped());
    body.input("condition", truths(1).reshaped());
    body.input("state", floats(1000));
    body.node("Tanh", List.of("state"), List.of("a")).node("Neg", List.of("a"), List.of("b"));
    body.output("condition", BOOL).output("b", FLOAT);
    TestGraph graph = new TestGraph(13);
    graph.input("x", floats(1000));
    graph.weight("M", int64s(1000).reshaped());
    graph.node("Loop", List.of("M", "", "x"), List.of("y"), graph("body", body));
    graph.output("y", FLOAT);
    OnnxModel model =
        OnnxModel.read(
            Runtimes.write(folder, graph.model()), OnnxLimits.defaults().withLiveBytes(40_000));
    try (Device device = Devices.cpu()) {
      assertEquals("FLOAT [1000]", model.run(device, graph.inputs).get("y").toString());
    }
  }

  /**
   * A recurrent cell over slices of x along an axis; its outputs are stacked along another axis.
   */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "1, 0, 0, 1", "-1, 1, 1, -1", "0, 1, 0, 0"})
  void aScanSlicesAlongAnAxis(long axis, long reversed, long reversedOutput, long outputAxis) {
    TestGraph body = new TestGraph(13);
    body.input("state", floats(4));
    body.input("slice", floats(4));
    body.node("Add", List.of("state", "slice"), List.of("sum"));
    body.node("Tanh", List.of("sum"), List.of("next"));
    body.node("Mul", List.of("next", "slice"), List.of("each"));
    body.output("next", FLOAT).output("each", FLOAT);
    TestGraph graph = new TestGraph(13);
    graph.input("h", floats(4));
    graph.input("x", axis == 0 ? floats(5, 4) : floats(4, 5));
    graph.node(
        "Scan",
        List.of("h", "x"),
        List.of("last", "all"),
        graph("body", body),
        integer("num_scan_inputs", 1),
        ints("scan_input_axes", axis),
        ints("scan_input_directions", reversed),
        ints("scan_output_directions", reversedOutput),
        ints("scan_output_axes", outputAxis));
    assertAgrees(graph.output("last", FLOAT).output("all", FLOAT));
  }

  @Test
  void invalidInputsAreNamed() {
    ModelProto.Builder model = loop(int64s(2).reshaped(), null, 1).model().toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setInput(2, "").addInput("x");
    assertRefused(model.build(), "input 2: expected a tensor, got none");
    ModelProto.Builder more = loop(int64s(2).reshaped(), null, 1).model().toBuilder();
    more.getGraphBuilder()
        .getNodeBuilder(0)
        .getAttributeBuilder(0)
        .getGBuilder()
        .addInputBuilder()
        .setName("more");
    assertRefused(more.build(), "expected 4 inputs, got 3");
    ModelProto.Builder none = loop(int64s(2).reshaped(), null, 1).model().toBuilder();
    none.getGraphBuilder().getNodeBuilder(0).clearAttribute();
    assertRefused(none.build(), "attribute body: expected a graph, got none");
  }

  private void assertRefused(ModelProto model, String expected) {
    Path file = Runtimes.write(folder, model);
    TestGraph graph = loop(int64s(2).reshaped(), null, 1);
    String message =
        assertThrows(OnnxException.class, () -> Runtimes.ours(file, graph.inputs)).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
