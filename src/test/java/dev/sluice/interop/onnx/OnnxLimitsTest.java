package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.sun.management.ThreadMXBean;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.operator.ElementwiseOperators;
import dev.sluice.interop.onnx.operator.UnaryOperators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that a small file cannot cause high memory use, endless work or long messages. */
class OnnxLimitsTest {
  private static final OnnxLimits LARGE = new OnnxLimits(1L << 40, 1L << 40, 1L << 60);
  private static final int SIDE = 256;

  /** Memory of a square matrix of floats. */
  private static final long SQUARE = 4L * SIDE * SIDE;

  @TempDir private Path folder;

  /** A graph that negates a square matrix of zeros n times. */
  private static TestGraph chain(int n) {
    TestGraph graph = new TestGraph(17);
    graph.weight("shape", HostTensor.int64s(SIDE, SIDE));
    graph.node("ConstantOfShape", List.of("shape"), List.of("v0"));
    for (int k = 0; k < n; k++) {
      graph.node("Relu", List.of("v" + k), List.of("v" + (k + 1)));
    }
    return graph.output("v" + n, ElementType.FLOAT);
  }

  @Test
  void valuesThatAreNoLongerNeededAreNotLive() {
    TestGraph graph = chain(20);
    run(graph, LARGE.withLiveBytes(5 * SQUARE));
    assertRefused("at one time", graph, LARGE.withLiveBytes(3 * SQUARE / 2));
  }

  @Test
  void theSumOfAllValuesIsBounded() {
    run(chain(20), LARGE.withTotalBytes(25 * SQUARE));
    assertRefused("in a run", chain(20), LARGE.withTotalBytes(15 * SQUARE));
  }

  @Test
  void valuesThatAreNeededLaterAreLive() {
    TestGraph graph = new TestGraph(17);
    graph.weight("shape", HostTensor.int64s(SIDE, SIDE));
    graph.weight("flat", HostTensor.int64s(-1));
    for (String name : List.of("a", "b", "c", "d")) {
      graph.node("ConstantOfShape", List.of("shape"), List.of(name));
      // The source is not read again, but another value uses its array.
      graph.node("Reshape", List.of(name, "flat"), List.of("flat_" + name));
    }
    graph.node("Max", List.of("flat_a", "flat_b", "flat_c", "flat_d"), List.of("y"));
    graph.output("y", ElementType.FLOAT);
    run(graph, LARGE.withLiveBytes(16 * SQUARE));
    assertRefused("node \"the_ConstantOfShape\"", graph, LARGE.withLiveBytes(4 * SQUARE));
  }

  @Test
  void valuesOfSubgraphsCount() {
    TestGraph inner = new TestGraph(17);
    inner.node("Relu", List.of("v0"), List.of("i0"));
    for (int k = 0; k < 20; k++) {
      inner.node("Relu", List.of("i" + k), List.of("i" + (k + 1)));
    }
    inner.output("i20", ElementType.FLOAT);
    TestGraph graph = chain(0);
    graph.graph.clearOutput();
    graph.weight("yes", HostTensor.integers(ElementType.BOOL, new long[] {1}));
    graph.node(
        "If",
        List.of("yes"),
        List.of("y"),
        branch("then_branch", inner.graph.build()),
        branch("else_branch", inner.graph.build()));
    graph.node("Relu", List.of("y"), List.of("z"));
    graph.output("z", ElementType.FLOAT);
    run(graph, LARGE.withLiveBytes(5 * SQUARE));
    assertRefused("in a run", graph, LARGE.withTotalBytes(15 * SQUARE));
  }

  private static AttributeProto branch(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  @Test
  void productsAreRefusedBeforeTheyStart() {
    TestGraph graph = chain(0);
    graph.graph.clearOutput();
    graph.node("MatMul", List.of("v0", "v0"), List.of("y")).output("y", ElementType.FLOAT);
    long products = (long) SIDE * SIDE * SIDE;
    run(graph, LARGE.withOperations(2 * products));
    assertRefused("(MatMul): expected at most", graph, LARGE.withOperations(products - 1));
  }

  /**
   * Element-wise operators that take about as long as an addition. Every other one, and one that is
   * added, must count what its function costs.
   */
  private static final Set<String> ARITHMETIC =
      Set.of(
          "Abs",
          "Add",
          "And",
          "Ceil",
          "Clip",
          "Div",
          "Equal",
          "Floor",
          "Greater",
          "GreaterOrEqual",
          "HardSigmoid",
          "HardSwish",
          "IsInf",
          "IsNaN",
          "LeakyRelu",
          "Less",
          "LessOrEqual",
          "Max",
          "Mean",
          "Min",
          "Mod",
          "Mul",
          "Neg",
          "Not",
          "Or",
          "PRelu",
          "Reciprocal",
          "Relu",
          "Round",
          "Sign",
          "Softsign",
          "Sqrt",
          "Sub",
          "Sum",
          "ThresholdedRelu",
          "Where",
          "Xor",
          "Cast",
          "CastLike");

  static Stream<String> functions() {
    return Stream.of(
            UnaryOperators.all().keySet().stream(),
            ElementwiseOperators.all().keySet().stream(),
            Stream.of("Softmax", "LogSoftmax", "ReduceLogSumExp"))
        .flatMap(names -> names)
        .filter(name -> !ARITHMETIC.contains(name))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsCountMoreThanArithmetic(String operator) {
    long elements = (long) SIDE * SIDE;
    TestGraph graph = chain(0);
    graph.graph.clearOutput();
    List<String> inputs = operator.equals("Pow") ? List.of("v0", "v0") : List.of("v0");
    graph.node(operator, inputs, List.of("y")).output("y", ElementType.FLOAT);
    long arithmetic = elements * (inputs.size() + 1);
    run(graph, LARGE.withOperations(arithmetic + elements * OnnxLimits.PER_FUNCTION));
    assertRefused(
        "OnnxLimits.withOperations",
        graph,
        LARGE.withOperations(elements * OnnxLimits.PER_FUNCTION));
  }

  @Test
  void arithmeticCountsItsElements() {
    long elements = (long) SIDE * SIDE;
    run(chain(20), LARGE.withOperations(22 * elements));
    TestGraph graph = chain(0);
    graph.graph.clearOutput();
    graph.weight("exponent", HostTensor.floats(new float[] {2}, 1));
    graph.node("Pow", List.of("v0", "exponent"), List.of("y")).output("y", ElementType.FLOAT);
    run(graph, LARGE.withOperations(2 * elements));
  }

  /** A power of two small tensors can be large. */
  @Test
  void powersCountTheElementsOfTheResult() {
    TestGraph graph = new TestGraph(17);
    graph.weight("column", HostTensor.zeros(ElementType.FLOAT, SIDE, 1));
    graph.weight("row", HostTensor.zeros(ElementType.FLOAT, 1, SIDE));
    graph.node("Pow", List.of("column", "row"), List.of("y")).output("y", ElementType.FLOAT);
    assertRefused(
        "(Pow): expected at most",
        graph,
        LARGE.withOperations((long) SIDE * SIDE * OnnxLimits.PER_FUNCTION - 1));
  }

  @Test
  void workForWeightsAndInputsIsAllowed() {
    TestGraph graph = new TestGraph(17);
    graph.input("x", HostTensor.zeros(ElementType.FLOAT, 500, 40));
    graph.weight("w", HostTensor.zeros(ElementType.FLOAT, 40, 30));
    graph.node("MatMul", List.of("x", "w"), List.of("y")).output("y", ElementType.FLOAT);
    run(graph, LARGE.withOperations(1));
    run(graph, LARGE.withTotalBytes(1));
  }

  @Test
  void theDefaultsEndWhatAFileOfAHundredBytesAsksFor() {
    TestGraph product = new TestGraph(17);
    product.weight("shape", HostTensor.int64s(2_500, 2_500));
    product.node("ConstantOfShape", List.of("shape"), List.of("v0"));
    product.node("MatMul", List.of("v0", "v0"), List.of("y")).output("y", ElementType.FLOAT);
    OnnxLimits limits = OnnxLimits.defaults().withLiveBytes(1L << 40);
    assertRefused("OnnxLimits.withOperations", product, limits);
    assertRefused("OnnxLimits.withTotalBytes", chain(20), LARGE.withTotalBytes(SQUARE));
    assertRefused("OnnxLimits.withLiveBytes", chain(20), LARGE.withLiveBytes(SQUARE));
    assertTrue(limits.operations() <= 10_000_000_000L, limits.toString());
    assertTrue(limits.totalBytes() <= 8L << 30, limits.toString());
  }

  @Test
  void recurrencesAreRefusedBeforeTheyStart() {
    TestGraph graph = new TestGraph(17);
    graph.weight("shape", HostTensor.int64s(100, 50, 1));
    graph.weight("w", HostTensor.zeros(ElementType.FLOAT, 1, 16, 1));
    graph.weight("r", HostTensor.zeros(ElementType.FLOAT, 1, 16, 4));
    graph.node("ConstantOfShape", List.of("shape"), List.of("x"));
    graph.node("LSTM", List.of("x", "w", "r"), List.of("y")).output("y", ElementType.FLOAT);
    int multiplyAdds = 100 * 50 * 16 * (1 + 4);
    run(graph, LARGE.withOperations(multiplyAdds + 20_000));
    assertRefused("(LSTM): expected at most", graph, LARGE.withOperations(multiplyAdds));
  }

  @Test
  void arraysOverALimitAreRefusedBeforeAllocation() {
    TestGraph where = new TestGraph(17);
    where.weight("k", HostTensor.zeros(ElementType.BOOL, 1 << 14, 1));
    where.weight("a", HostTensor.zeros(ElementType.FLOAT, 1, 1 << 14));
    where.node("Where", List.of("k", "a", "a"), List.of("y")).output("y", ElementType.FLOAT);
    Path file = Runtimes.write(folder, where.model());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThrows(OnnxException.class, () -> model.run(device, Map.of()));
      assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 10 << 20);
    }
  }

  @Test
  void constantsAreRefusedBeforeTheyAreDecoded() {
    TestGraph graph = chain(1);
    graph.weight("w", HostTensor.zeros(ElementType.FLOAT, 1000));
    Path file = Runtimes.write(folder, graph.model());
    assertDoesNotThrow(() -> OnnxModel.read(file, LARGE.withLiveBytes(4016)));
    assertMessage(
        "tensor \"w\": expected constants of at most 4015 bytes, got 16 and 4000 more",
        assertThrows(OnnxException.class, () -> OnnxModel.read(file, LARGE.withLiveBytes(4015))));
  }

  @Test
  void messagesAreShort() {
    TestGraph many = new TestGraph(17);
    many.weight("count", HostTensor.int64s(1 << 20));
    many.weight("x", HostTensor.floats(new float[1], 1));
    TensorProto one =
        TensorCodec.encode("", HostTensor.integers(ElementType.INT64, new long[] {1}, 1));
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(one)
            .build();
    many.node("ConstantOfShape", List.of("count"), List.of("c"), value);
    for (String operator : List.of("Unsqueeze", "Reshape", "Squeeze", "Expand", "Split", "Slice")) {
      TestGraph graph = new TestGraph(17);
      graph.graph.mergeFrom(many.graph.build());
      List<String> inputs =
          operator.equals("Slice") ? List.of("x", "c", "c", "c") : List.of("x", "c");
      graph.node(operator, inputs, List.of("y")).output("y", ElementType.FLOAT);
      assertRefused("(" + operator + ")", graph, LARGE);
    }
    TestGraph named = new TestGraph(17);
    named.node("Relu", List.of("n".repeat(100_000)), List.of("m".repeat(100_000)));
    named.graph.getNodeBuilder(0).setName("");
    assertRefused("nnn... (100000 characters)", named.output("y", ElementType.FLOAT), LARGE);
  }

  /** Empty tensors take no memory, but loops over their other dimensions take time. */
  @Test
  void emptyTensorsOfLongDimensionsAreRefused() {
    int most = ShapeArithmetic.MAX_ELEMENTS;
    assertRefused("(ConstantOfShape): shape", filled(most, 0, most), LARGE);
    assertRefused("(ConstantOfShape): shape", filled(0, most), LARGE);
    run(filled(1 << 13, 0, 1 << 13), LARGE);
    assertRefused(
        "(ConstantOfShape): expected at most",
        filled(1 << 13, 0, 1 << 13),
        LARGE.withOperations(1 << 25));
  }

  private static TestGraph filled(int... shape) {
    TestGraph graph = new TestGraph(20);
    addFilled(graph, "x", shape);
    return graph.output("x", ElementType.FLOAT);
  }

  private static void addFilled(TestGraph graph, String name, int... shape) {
    graph.weight("shape_" + name, HostTensor.int64s(Arrays.stream(shape).asLongStream().toArray()));
    graph.node("ConstantOfShape", List.of("shape_" + name), List.of(name));
  }

  @Test
  @Timeout(60)
  void emptyTensorsNeedNoWork() {
    int n = 1 << 20;
    TestGraph conv = new TestGraph(20);
    addFilled(conv, "x", 1, 1, n);
    addFilled(conv, "w", 0, 1, n);
    conv.node("Conv", List.of("x", "w"), List.of("y"), OperatorCase.ints("pads", n, n));
    run(conv.output("y", ElementType.FLOAT), LARGE);

    for (String operator : List.of("AveragePool", "MaxPool")) {
      TestGraph pool = new TestGraph(20);
      addFilled(pool, "x", 1, 0, n);
      pool.node(
          operator,
          List.of("x"),
          List.of("y"),
          OperatorCase.ints("kernel_shape", n),
          OperatorCase.ints("pads", n, n));
      run(pool.output("y", ElementType.FLOAT), LARGE);
    }

    TestGraph product = new TestGraph(20);
    addFilled(product, "x", 1 << 10, 1 << 10);
    addFilled(product, "w", 1 << 16, 1 << 10, 0);
    product.node("MatMul", List.of("x", "w"), List.of("y"));
    run(product.output("y", ElementType.FLOAT), LARGE);
  }

  @Test
  void unfoldedWindowsCount() {
    TestGraph graph = new TestGraph(20);
    int taps = 1 << 18;
    addFilled(graph, "x", 1, 1, taps);
    addFilled(graph, "w", 1, 1, taps);
    graph.node("Conv", List.of("x", "w"), List.of("y"), OperatorCase.ints("pads", 15, 0));
    graph.output("y", ElementType.FLOAT);
    run(graph, LARGE);
    assertRefused("(Conv): expected constants", graph, LARGE.withLiveBytes(16L * taps));
  }

  /** The outputs are constants, which need no additional memory. */
  @Test
  void listsOfScanOutputsCount() {
    GraphProto.Builder body = new TestGraph(20).graph;
    body.addInitializer(
        TensorCodec.encode("yes", HostTensor.integers(ElementType.BOOL, new long[] {1})));
    body.addInitializer(TensorCodec.encode("none", HostTensor.floats(new float[0], 0)));
    body.addInput(ValueInfoProto.newBuilder().setName("step"));
    body.addInput(ValueInfoProto.newBuilder().setName("condition"));
    body.addOutput(ValueInfoProto.newBuilder().setName("yes"));
    body.addOutput(ValueInfoProto.newBuilder().setName("none"));
    TestGraph graph = new TestGraph(20);
    graph.weight("count", HostTensor.int64s(1000).reshaped());
    graph.node("Loop", List.of("count", ""), List.of("y"), branch("body", body.build()));
    graph.output("y", ElementType.FLOAT);
    run(graph, LARGE.withLiveBytes(20_000));
    assertRefused("(Loop): expected constants", graph, LARGE.withLiveBytes(10_000));
  }

  @Test
  void limitsAreAboveZero() {
    assertThrows(IllegalArgumentException.class, () -> LARGE.withLiveBytes(0));
    assertThrows(IllegalArgumentException.class, () -> LARGE.withTotalBytes(-1));
    assertThrows(IllegalArgumentException.class, () -> LARGE.withOperations(0));
    OnnxLimits standard = OnnxLimits.defaults();
    assertEquals(Runtime.getRuntime().maxMemory() / 2, standard.liveBytes());
  }

  private void run(TestGraph graph, OnnxLimits limits) {
    Path file = Runtimes.write(folder, graph.model());
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file, limits)) {
      model.run(device, graph.inputs);
    }
  }

  private void assertRefused(String message, TestGraph graph, OnnxLimits limits) {
    assertMessage(message, assertThrows(OnnxException.class, () -> run(graph, limits)));
  }

  private static void assertMessage(String expected, OnnxException refusal) {
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 1000, () -> "" + refusal.getMessage().length());
  }
}
