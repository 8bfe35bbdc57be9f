package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;

/**
 * The plan of a graph, which many threads can run many times. Constants are decoded, nodes with
 * constant inputs are computed, and values are addressed by slot instead of name.
 *
 * @param nodes the nodes in the order of the graph, without those that are already computed
 * @param constants constants by slot; null for inputs and for values that a run computes
 * @param inputs slots of the inputs, in the order of the graph
 * @param captures for a subgraph, the values that it reads from the outer graph
 * @param outputs slots of the outputs, in the order of the graph
 * @param handedOver output slots that a run computes, without duplicates
 */
record GraphPlan(
    List<PlannedNode> nodes,
    HostTensor[] constants,
    int[] inputs,
    List<Capture> captures,
    int[] outputs,
    int[] handedOver) {

  /** A value of the outer graph and its slot in this graph. */
  record Capture(int outer, int inner) {}

  /** Whether a value shares its array with a constant of this graph or a subgraph. */
  boolean sharesConstant(HostTensor value) {
    for (HostTensor constant : constants) {
      if (constant != null && constant.sharesArray(value)) {
        return true;
      }
    }
    for (PlannedNode node : nodes) {
      if (node.graphs().values().stream().anyMatch(graph -> graph.sharesConstant(value))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Prepares a graph.
   *
   * @param given names of the inputs of a run, without initializers
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if a node is not supported, a constant is
   *     incomplete, or an undefined value is used
   */
  static GraphPlan of(GraphProto graph, List<String> given, ConstantFolding folding) {
    return new GraphPlanner(graph, null, folding).plan(given);
  }
}
