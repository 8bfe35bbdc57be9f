package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.Operator;
import java.util.Map;

/**
 * A node of a {@link GraphPlan}.
 *
 * @param inputs slots; -1 for an input that is left out
 * @param outputs slots; -1 for an output that nobody names
 * @param released slots of values that are not needed after this node
 * @param graphs those of its attributes
 */
record PlannedNode(
    NodeProto proto,
    Operator operator,
    int[] inputs,
    int[] outputs,
    int[] released,
    Map<String, GraphPlan> graphs) {

  /** For an input or output that has no slot. */
  static final int NONE = -1;
}
