package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which values the nodes of a graph read, so that one can be dropped after its last use. */
final class ValueUses {
  private ValueUses() {}

  /** The names that a node reads, those within graphs of its attributes included. */
  static Set<String> of(NodeProto node) {
    Set<String> names = new LinkedHashSet<>(node.getInputList());
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        names.addAll(count(attribute.getG()).keySet());
      }
    }
    return names;
  }

  /** By name, how many of a graph's nodes read it; being an output of the graph counts as one. */
  static Map<String, Integer> count(GraphProto graph) {
    Map<String, Integer> uses = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      of(node).forEach(name -> uses.merge(name, 1, Integer::sum));
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      uses.merge(output.getName(), 1, Integer::sum);
    }
    return uses;
  }
}
