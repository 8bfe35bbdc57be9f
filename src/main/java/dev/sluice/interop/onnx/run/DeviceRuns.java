package dev.sluice.interop.onnx.run;

import dev.sluice.device.Device;
import dev.sluice.interop.onnx.operator.PreparedNodes;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.util.ArrayList;
import java.util.List;

/** The reusable runs of a model on one device. It holds as many as have run at the same time. */
final class DeviceRuns implements AutoCloseable {
  private final GraphPlan graph;
  private final int opset;
  private final OnnxLimits limits;
  private final Constants constants;
  private final PreparedNodes prepared;
  private final List<PreparedRun> idle = new ArrayList<>();
  private boolean closed;
  private int busy;

  DeviceRuns(GraphPlan graph, int opset, OnnxLimits limits, Constants constants, Device device) {
    this.graph = graph;
    this.opset = opset;
    this.limits = limits;
    this.constants = constants;
    this.prepared = new PreparedNodes(device);
  }

  synchronized PreparedRun take() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    busy++;
    return idle.isEmpty()
        ? new PreparedRun(graph, opset, limits, constants, prepared)
        : idle.remove(idle.size() - 1);
  }

  synchronized void give(PreparedRun run) {
    busy--;
    idle.add(run);
    closeIfDone();
  }

  /** Closes all runs. If some are in progress, waits to close until the last one returns. */
  @Override
  public synchronized void close() {
    closed = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (closed && busy == 0) {
      idle.forEach(PreparedRun::close);
      idle.clear();
      prepared.close();
    }
  }
}
