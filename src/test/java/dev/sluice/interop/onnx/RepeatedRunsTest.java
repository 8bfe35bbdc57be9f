package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import com.sun.management.ThreadMXBean;
import dev.sluice.ChildRun;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that repeated runs of a model give the same results as the first run. */
class RepeatedRunsTest {
  private static final int VOCABULARY = 50;
  private static final int FEATURES = 12;
  private static final int HIDDEN = 20;

  @TempDir private Path folder;

  /**
   * A model of tokens: embedding, bidirectional LSTM with concatenated directions, linear layer.
   */
  private Path tagger() {
    Random random = new Random(5);
    TestGraph graph = new TestGraph(17);
    graph.input("tokens", HostTensor.integers(ElementType.INT64, new long[1], 1, 1));
    graph.weight("table", Runtimes.uniform(random, VOCABULARY, FEATURES));
    graph.weight("W", Runtimes.uniform(random, 2, 4 * HIDDEN, FEATURES));
    graph.weight("R", Runtimes.uniform(random, 2, 4 * HIDDEN, HIDDEN));
    graph.weight("B", Runtimes.uniform(random, 2, 8 * HIDDEN));
    graph.weight("joined", HostTensor.int64s(0, 0, -1));
    graph.weight("linear", Runtimes.uniform(random, 2 * HIDDEN, 7));
    graph.node("Gather", List.of("table", "tokens"), List.of("x"));
    graph.node(
        "LSTM",
        List.of("x", "W", "R", "B"),
        List.of("y", "h"),
        Attributes.text("direction", "bidirectional"),
        Attributes.integer("hidden_size", HIDDEN));
    graph.node("Transpose", List.of("y"), List.of("yt"), Attributes.integers("perm", 0, 2, 1, 3));
    graph.node("Reshape", List.of("yt", "joined"), List.of("ys"));
    graph.node("MatMul", List.of("ys", "linear"), List.of("logits"));
    graph.node("Softmax", List.of("logits"), List.of("tags"));
    graph.output("tags", ElementType.FLOAT).output("h", ElementType.FLOAT);
    return Runtimes.write(folder, graph.model());
  }

  private static Map<String, HostTensor> tokens(Random random) {
    int timesteps = 1 + random.nextInt(9);
    int batch = 1 + random.nextInt(5);
    long[] tokens = random.longs((long) timesteps * batch, 0, VOCABULARY).toArray();
    return Map.of("tokens", HostTensor.integers(ElementType.INT64, tokens, timesteps, batch));
  }

  @Test
  void shapesMayChangeFromRunToRun() {
    Path file = tagger();
    Random random = new Random(1);
    try (Device device = Devices.cpu()) {
      try (OnnxModel model = OnnxModel.read(file)) {
        for (int k = 0; k < 40; k++) {
          Map<String, HostTensor> inputs = tokens(random);
          assertSame(Runtimes.ours(file, inputs), model.run(device, inputs));
        }
      }
      assertEquals(0, device.openTensors());
    }
  }

  @Test
  void threadsShareAModel() throws Exception {
    Path file = tagger();
    List<Map<String, HostTensor>> inputs = new ArrayList<>();
    List<Map<String, HostTensor>> expected = new ArrayList<>();
    Random random = new Random(2);
    for (int k = 0; k < 10; k++) {
      inputs.add(tokens(random));
      expected.add(Runtimes.ours(file, inputs.get(k)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        runs.add(
            threads.submit(
                () -> {
                  for (int k = 0; k < 60; k++) {
                    int which = (first + k) % inputs.size();
                    assertSame(expected.get(which), model.run(device, inputs.get(which)));
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void outputsAreTheCallersOwn() {
    TestGraph graph = new TestGraph(17);
    graph.input("x", HostTensor.floats(new float[] {1, 2}, 2));
    graph.weight("w", HostTensor.floats(new float[] {3, 4}, 2));
    graph.node("Identity", List.of("w"), List.of("same"));
    graph.node("Add", List.of("x", "w"), List.of("sum"));
    graph.node("Neg", List.of("sum"), List.of("negative"));
    for (String output : List.of("w", "same", "sum", "negative")) {
      graph.output(output, ElementType.FLOAT);
    }
    Path file = Runtimes.write(folder, graph.model());
    Map<String, HostTensor> expected = Runtimes.ours(file, graph.inputs);
    assertArrayEquals(new float[] {-4, -6}, expected.get("negative").floats());
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      for (int k = 0; k < 3; k++) {
        Map<String, HostTensor> outputs = model.run(device, graph.inputs);
        assertSame(expected, outputs);
        outputs.values().forEach(output -> Arrays.fill(output.floats(), Float.NaN));
      }
    }
    assertArrayEquals(new float[] {1, 2}, graph.inputs.get("x").floats());
  }

  /** The output of a branch may be a value of the outer graph, its own value, or a constant. */
  @Test
  void valuesOfBranchesStayAsLongAsTheyAreNeeded() {
    TestGraph graph = new TestGraph(17);
    graph.input("x", HostTensor.floats(new float[] {1, -2, 3}, 3));
    graph.input("choice", HostTensor.integers(ElementType.BOOL, new long[] {1}, 1));
    graph.weight("w", HostTensor.floats(new float[] {7, 8, 9}, 3));
    graph.node("Neg", List.of("x"), List.of("outer"));
    TestGraph own = new TestGraph(17);
    own.node("Relu", List.of("outer"), List.of("a"));
    own.node("Neg", List.of("a"), List.of("b"));
    own.output("b", ElementType.FLOAT).output("outer", ElementType.FLOAT);
    TestGraph around = new TestGraph(17);
    around.output("outer", ElementType.FLOAT).output("w", ElementType.FLOAT);
    graph.node(
        "If",
        List.of("choice"),
        List.of("p", "q"),
        branch("then_branch", own.graph.build()),
        branch("else_branch", around.graph.build()));
    graph.node("Add", List.of("p", "p"), List.of("p2"));
    graph.node("Add", List.of("q", "q"), List.of("q2"));
    graph.node("Add", List.of("p2", "q2"), List.of("y"));
    graph.output("y", ElementType.FLOAT).output("q", ElementType.FLOAT);
    Path file = Runtimes.write(folder, graph.model());
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      Random random = new Random(3);
      for (int k = 0; k < 30; k++) {
        float[] x = Runtimes.uniform(random, 3).floats();
        boolean first = random.nextBoolean();
        Map<String, HostTensor> inputs =
            Map.of(
                "x",
                HostTensor.floats(x, 3),
                "choice",
                HostTensor.integers(ElementType.BOOL, new long[] {first ? 1 : 0}, 1));
        float[] y = new float[3];
        float[] q = new float[3];
        for (int i = 0; i < 3; i++) {
          float p = first ? -Math.max(0, -x[i]) : -x[i];
          q[i] = first ? -x[i] : 7 + i;
          y[i] = 2 * p + 2 * q[i];
        }
        Map<String, HostTensor> outputs = model.run(device, inputs);
        assertArrayEquals(y, outputs.get("y").floats(), 1e-6f);
        assertArrayEquals(q, outputs.get("q").floats(), 0);
        Arrays.fill(outputs.get("q").floats(), Float.NaN);
      }
    }
  }

  private static AttributeProto branch(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  @Test
  void aFailedRunDoesNotAffectTheNext() {
    Path file = tagger();
    Map<String, HostTensor> inputs = tokens(new Random(4));
    HostTensor beyond = HostTensor.integers(ElementType.INT64, new long[] {VOCABULARY}, 1, 1);
    Map<String, HostTensor> expected = Runtimes.ours(file, inputs);
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      for (int k = 0; k < 3; k++) {
        assertThrows(OnnxException.class, () -> model.run(device, Map.of("tokens", beyond)));
        assertSame(expected, model.run(device, inputs));
      }
    }
  }

  @Test
  void weightsThatDependOnAnInputAreReadInEachRun() {
    Random random = new Random(6);
    TestGraph graph = new TestGraph(17);
    graph.input("x", Runtimes.uniform(random, 3, 1, 2));
    graph.input("w", Runtimes.uniform(random, 1, 4, 2));
    graph.weight("r", Runtimes.uniform(random, 1, 4, 4));
    graph.node("RNN", List.of("x", "w", "r"), List.of("y")).output("y", ElementType.FLOAT);
    Path file = Runtimes.write(folder, graph.model());
    try (Device device = Devices.cpu();
        OnnxModel model = OnnxModel.read(file)) {
      for (int k = 0; k < 3; k++) {
        Map<String, HostTensor> inputs =
            Map.of("x", graph.inputs.get("x"), "w", Runtimes.uniform(random, 1, 4, 2));
        assertSame(Runtimes.ours(file, inputs), model.run(device, inputs));
      }
    }
  }

  @Test
  void aClosedModelDoesNotRun() {
    Path file = tagger();
    Map<String, HostTensor> inputs = tokens(new Random(4));
    try (Device device = Devices.cpu()) {
      OnnxModel model = OnnxModel.read(file);
      model.run(device, inputs);
      model.close();
      assertEquals(0, device.openTensors());
      assertThrows(IllegalStateException.class, () -> model.run(device, inputs));
      assertEquals(1, model.inputs().size());
    }
  }

  /**
   * Later runs do not decode weights again, and do not allocate buffers for intermediate values.
   */
  @Test
  void onlyOutputsAreAllocatedAgain() {
    Random random = new Random(7);
    TestGraph graph = new TestGraph(17);
    graph.input("tokens", HostTensor.integers(ElementType.INT64, new long[1], 1, 1));
    graph.input("large", Runtimes.uniform(random, 400, 500));
    graph.weight("table", Runtimes.uniform(random, 20_000, 16));
    graph.weight("W", Runtimes.uniform(random, 1, 3 * 16, 16));
    graph.weight("R", Runtimes.uniform(random, 1, 3 * 16, 16));
    graph.weight("square", Runtimes.uniform(random, 500, 500));
    graph.node("Gather", List.of("table", "tokens"), List.of("x"));
    graph.node("GRU", List.of("x", "W", "R"), List.of("y"));
    graph.node("Transpose", List.of("square"), List.of("turned"));
    graph.node("Relu", List.of("large"), List.of("a"));
    graph.node("Transpose", List.of("a"), List.of("b"));
    graph.node("Transpose", List.of("b"), List.of("c"));
    graph.node("Sub", List.of("c", "large"), List.of("d"));
    graph.node("Gather", List.of("turned", "tokens"), List.of("row"));
    graph.node("Add", List.of("d", "row"), List.of("e"));
    graph.node("Neg", List.of("e"), List.of("z"));
    graph.output("y", ElementType.FLOAT).output("z", ElementType.FLOAT);
    Path file = Runtimes.write(folder, graph.model());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
        OnnxModel model = OnnxModel.read(file)) {
      long outputs = 0;
      for (HostTensor output : model.run(device, graph.inputs).values()) {
        outputs += 4L * output.elements();
      }
      model.run(device, graph.inputs);
      long before = threads.getCurrentThreadAllocatedBytes();
      model.run(device, graph.inputs);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 2 * outputs, allocated + " bytes for outputs of " + outputs);
    }
  }

  /**
   * Runs in its own JVM, because earlier code influences the compiler; it needs thousands of runs.
   */
  @Tag("verify")
  @Test
  void aSingleStepAllocatesLessThanTwiceItsOutputs() throws Exception {
    ChildRun run =
        ChildRun.Jvm.with("-Xmx1g", "--add-modules", "jdk.incubator.vector")
            .run(RepeatedStep.class)
            .expect(0);
    long bytes = Long.parseLong(run.out().strip());
    assertTrue(bytes < 2 * RepeatedStep.OUTPUT_BYTES, bytes + " bytes");
  }

  /** Compares bit by bit. */
  private static void assertSame(Map<String, HostTensor> expected, Map<String, HostTensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, value) -> {
          assertArrayEquals(value.shape(), actual.get(name).shape(), name);
          assertArrayEquals(value.floats(), actual.get(name).floats(), name);
        });
  }
}
