package dev.sluice.interop.onnx.run;

import dev.sluice.interop.onnx.operator.PreparedNodes;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.Workspace;

/** A model's graph with the memory for one run at a time. */
final class PreparedRun implements AutoCloseable {
  private final GraphPlan plan;
  private final Constants constants;
  private final Workspace workspace;
  private final GraphRun graph;

  PreparedRun(
      GraphPlan plan, int opset, OnnxLimits limits, Constants constants, PreparedNodes prepared) {
    this.plan = plan;
    this.constants = constants;
    this.workspace = new Workspace(limits);
    this.graph = new GraphRun(plan, opset, prepared, workspace);
  }

  HostTensor[] run(HostTensor... given) {
    long elements = 0;
    for (HostTensor each : given) {
      elements += each.elements();
    }
    workspace.begin(constants.bytes(), constants.elements(), elements);
    try (Workspace entered = workspace.enter()) {
      HostTensor[] outputs = graph.run(given);
      for (int k = 0; k < outputs.length; k++) {
        // A caller may do what he likes with an output, but not with a weight.
        if (!entered.handOut(outputs[k]) && plan.holds(outputs[k])) {
          outputs[k] = outputs[k].copy();
          entered.handOut(outputs[k]);
        }
      }
      return outputs;
    } finally {
      workspace.end();
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
