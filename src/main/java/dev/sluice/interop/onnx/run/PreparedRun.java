package dev.sluice.interop.onnx.run;

import dev.sluice.interop.onnx.operator.PreparedNodes;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.Workspace;

/** A run of a model that can be repeated: the graph with memory for one run at a time. */
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
    try (Workspace current = workspace.enter()) {
      HostTensor[] outputs = graph.run(given);
      for (int k = 0; k < outputs.length; k++) {
        // A caller may change an output, but must not change a weight.
        if (!current.handOut(outputs[k]) && plan.sharesConstant(outputs[k])) {
          outputs[k] = outputs[k].copy();
          current.handOut(outputs[k]);
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
