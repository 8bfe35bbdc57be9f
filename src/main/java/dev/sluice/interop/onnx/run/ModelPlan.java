package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's graph, prepared, and what its runs need on each device. Thread-safe: runs at the same
 * time have memory of their own, and share weights.
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
   * @param given the names of what a run is given
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if the graph cannot be run, or its
   *     constants are over a limit
   */
  public static ModelPlan of(GraphProto graph, List<String> given, int opset, OnnxLimits limits) {
    Constants constants = Constants.of(graph, limits);
    ConstantFolding folding = new ConstantFolding(opset, limits, constants.bytes());
    return new ModelPlan(GraphPlan.of(graph, given, folding), opset, limits, constants);
  }

  /**
   * Refuses a graph whose constants are over a limit, without a look at their values.
   *
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if they are
   */
  public static void requireWithin(OnnxLimits limits, GraphProto graph) {
    Constants.of(graph, limits);
  }

  /**
   * Runs the graph.
   *
   * @param given in the order of the names; not written to
   * @return the outputs, in the graph's order, with arrays that nobody else writes to
   * @throws IllegalStateException if this is closed
   */
  public HostTensor[] run(Device device, HostTensor... given) {
    DeviceRuns ofDevice = on(device);
    PreparedRun run = ofDevice.take();
    try {
      return run.run(given);
    } finally {
      ofDevice.give(run);
    }
  }

  private synchronized DeviceRuns on(Device device) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    return runs.computeIfAbsent(
        device, key -> new DeviceRuns(graph, opset, limits, constants, device));
  }

  /** Frees what is held on devices. Runs that are under way end first or fail. */
  @Override
  public synchronized void close() {
    closed = true;
    runs.values().forEach(DeviceRuns::close);
    runs.clear();
  }
}
