package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what a graph uses its integer inputs for: as sequence lengths, or as indices into an
 * embedding table.
 */
final class InputRoles {
  /** Operators that pass values through, possibly with another type or shape. */
  private static final Set<String> PASS_THROUGH =
      Set.of("Cast", "Identity", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Flatten");

  private static final Set<String> RECURRENT = Set.of("RNN", "LSTM", "GRU");
  private static final int LENGTHS_INPUT = 4;

  private final Set<String> lengths = new HashSet<>();
  private final Map<String, Integer> rows = new HashMap<>();

  InputRoles(GraphProto graph) {
    Map<String, Long> tables = new HashMap<>();
    for (TensorProto table : graph.getInitializerList()) {
      tables.put(table.getName(), table.getDimsCount() == 0 ? 0 : table.getDims(0));
    }
    Map<String, String> origin = new HashMap<>();
    graph.getInputList().forEach(input -> origin.put(input.getName(), input.getName()));
    for (NodeProto node : graph.getNodeList()) {
      String first = node.getInputCount() > 0 ? origin.get(node.getInput(0)) : null;
      if (first != null && PASS_THROUGH.contains(node.getOpType()) && node.getOutputCount() > 0) {
        origin.put(node.getOutput(0), first);
      }
      record(node, origin, tables);
    }
  }

  private void record(NodeProto node, Map<String, String> origin, Map<String, Long> tables) {
    if (RECURRENT.contains(node.getOpType()) && node.getInputCount() > LENGTHS_INPUT) {
      String input = origin.get(node.getInput(LENGTHS_INPUT));
      if (input != null) {
        lengths.add(input);
      }
    }
    if (node.getOpType().equals("Gather") && node.getInputCount() == 2 && isAlongRows(node)) {
      Long size = tables.get(node.getInput(0));
      String input = origin.get(node.getInput(1));
      if (size != null && input != null) {
        int known = (int) Math.max(0, Math.min(size, ShapeArithmetic.MAX_ELEMENTS));
        rows.merge(input, known, Math::min);
      }
    }
  }

  private static boolean isAlongRows(NodeProto gather) {
    return gather.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals("axis"))
        .allMatch(attribute -> attribute.getI() == 0);
  }

  boolean isLengths(String input) {
    return lengths.contains(input);
  }

  /** The number of rows of the table that the input indexes; 0 if there is none. */
  int rows(String input) {
    return rows.getOrDefault(input, 0);
  }
}
