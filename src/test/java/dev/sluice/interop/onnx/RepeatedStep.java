package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.sun.management.ThreadMXBean;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;

/**
 * Runs a single step of a language model many times. Each step returns 64 logits and a state of
 * 256.
 */
final class RepeatedStep {
  static final int OUTPUT_BYTES = 4 * (64 + 256);

  private static final int RUNS = 1_000;
  private static final int MOST_ROUNDS = 100;

  private RepeatedStep() {}

  private static TestGraph graph() {
    Random random = new Random(9);
    TestGraph graph = new TestGraph(17);
    graph.input("token", HostTensor.integers(ElementType.INT64, new long[] {7}, 1, 1));
    graph.input("state", Runtimes.uniform(random, 1, 1, 256));
    graph.weight("table", Runtimes.uniform(random, 50, 300));
    graph.weight("W", Runtimes.uniform(random, 1, 3 * 256, 300));
    graph.weight("R", Runtimes.uniform(random, 1, 3 * 256, 256));
    graph.weight("B", Runtimes.uniform(random, 1, 6 * 256));
    graph.weight("head", Runtimes.uniform(random, 256, 64));
    graph.weight("bias", Runtimes.uniform(random, 64));
    graph.weight("directions", HostTensor.int64s(1));
    graph.node("Gather", List.of("table", "token"), List.of("x"));
    AttributeProto after =
        AttributeProto.newBuilder()
            .setName("linear_before_reset")
            .setType(AttributeType.INT)
            .setI(1)
            .build();
    graph.node("GRU", List.of("x", "W", "R", "B", "", "state"), List.of("y", "next"), after);
    graph.node("Squeeze", List.of("y", "directions"), List.of("h"));
    graph.node("MatMul", List.of("h", "head"), List.of("product"));
    graph.node("Add", List.of("product", "bias"), List.of("logits"));
    graph.output("logits", ElementType.FLOAT).output("next", ElementType.FLOAT);
    return graph;
  }

  /**
   * Prints the number of bytes that a run allocates, when they are fewer than twice the size of its
   * outputs, or after many runs. Vectors are objects on the heap until the compiler has compiled a
   * loop.
   */
  public static void main(String[] arguments) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestGraph graph = graph();
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
        OnnxModel model = OnnxModel.read(graph.model().toByteArray())) {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && least >= 2 * OUTPUT_BYTES; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int k = 0; k < RUNS; k++) {
          model.run(device, graph.inputs);
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / RUNS);
      }
      System.out.println(least);
    }
  }
}
