package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The prepared graph of a model, and its reusable runs on each device. Thread-safe: concurrent runs
 * have separate memory and share the weights.
 */
public final class ModelPlan implements AutoCloseable {
  private final GraphPlan graph;
  private final int opset;
  private final OnnxLimits limits;
  private final Constants constants;
  private final Map<Device, DeviceRuns> runs = new IdentityHashMap<>();
  private boolean closed;

  private ModelPlan(GraphPlan graph, int opset, OnnxLimits limits, Constants constants) {
    this.graph = graph;
    this.opset = opset;
    this.limits = limits;
    this.constants = constants;
  }

  /**
   * Prepares a graph.
   *
   * @param given names of the inputs of a run
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if the graph is not supported, or its
   *     constants exceed a limit
   */
  public static ModelPlan of(GraphProto graph, List<String> given, int opset, OnnxLimits limits) {
    Constants constants = Constants.of(graph, limits);
    ConstantFolding folding = new ConstantFolding(opset, limits, constants.bytes());
    return new ModelPlan(GraphPlan.of(graph, given, folding), opset, limits, constants);
  }

  /**
   * Refuses a graph whose constants exceed a limit, without reading their values.
   *
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if the constants exceed a limit
   */
  public static void requireWithin(OnnxLimits limits, GraphProto graph) {
    Constants.of(graph, limits);
  }

  /**
   * Runs the graph.
   *
   * @param given inputs, in the order of their names; they are not changed
   * @return the outputs, in the order of the graph; the caller owns their arrays
   * @throws IllegalStateException if the model is closed
   */
  public HostTensor[] run(Device device, HostTensor... given) {
    DeviceRuns deviceRuns = on(device);
    PreparedRun run = deviceRuns.take();
    try {
      return run.run(given);
    } finally {
      deviceRuns.give(run);
    }
  }

  private synchronized DeviceRuns on(Device device) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    return runs.computeIfAbsent(
        device, key -> new DeviceRuns(graph, opset, limits, constants, device));
  }

  /** Frees the memory on all devices. Runs in progress finish first or fail. */
  @Override
  public synchronized void close() {
    closed = true;
    runs.values().forEach(DeviceRuns::close);
    runs.clear();
  }
}
