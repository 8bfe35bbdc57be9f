package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.Operator;
import java.util.Map;

/**
 * A node of a {@link GraphPlan}.
 *
 * @param inputs slots of the inputs; -1 for an absent input
 * @param outputs slots of the outputs; -1 for an unused output
 * @param released slots of values that are released after this node
 * @param graphs plans of the subgraphs by attribute name
 */
record PlannedNode(
    NodeProto proto,
    Operator operator,
    int[] inputs,
    int[] outputs,
    int[] released,
    Map<String, GraphPlan> graphs) {

  /** The slot of an absent input or unused output. */
  static final int NONE = -1;
}
