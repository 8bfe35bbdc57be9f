package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;

/**
 * A graph, ready to be run many times by many threads: its constants are decoded, what follows from
 * them alone is computed, and every value has a slot instead of a name.
 *
 * @param nodes in the order of the graph, without those that are computed already
 * @param constants by slot; null for values that a run computes or is given
 * @param inputs the slots of what a run is given, in the graph's order
 * @param captures for a graph within a node, what it reads of the values around it
 * @param outputs the slots of the outputs, in the graph's order
 * @param handedOver those of them that a run computes, each once
 */
record GraphPlan(
    List<PlannedNode> nodes,
    HostTensor[] constants,
    int[] inputs,
    List<Capture> captures,
    int[] outputs,
    int[] handedOver) {

  /** A value of the graph around, and its slot here. */
  record Capture(int outer, int inner) {}

  /** Whether a value's array is that of a constant, here or in a graph within. */
  boolean holds(HostTensor value) {
    for (HostTensor constant : constants) {
      if (constant != null && constant.sharesArray(value)) {
        return true;
      }
    }
    for (PlannedNode node : nodes) {
      if (node.graphs().values().stream().anyMatch(graph -> graph.holds(value))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Prepares a graph.
   *
   * @param given the names of what a run is given; not those of weights
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if a node is not known, a constant is not
   *     whole, or a value is used that is none
   */
  static GraphPlan of(GraphProto graph, List<String> given, ConstantFolding folding) {
    return new GraphPlanner(graph, null, folding).plan(given);
  }
}
