package dev.sluice.interop.onnx.export;

import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;

/** Replaces rows of length 0 by rows with one token, also if the input has no timestep. */
final class EmptyRows {
  private final GraphBuilder graph;
  private final String tokens;
  private final String lengths;

  /**
   * @param tokens INT32 {@code [T, N]}
   * @param lengths INT32 {@code [N]}
   */
  EmptyRows(GraphBuilder graph, String tokens, String lengths) {
    this.graph = graph;
    this.tokens = tokens;
    this.lengths = lengths;
  }

  /** The new lengths, INT32 {@code [N]}, at least 1 each. */
  String lengths() {
    return graph.node("Max", List.of(lengths, int32("one", 1)));
  }

  /**
   * The new tokens, INT32 {@code [max(T, 1), N]}. The first token of each row of length 0 is {@code
   * token}.
   */
  String tokens(int token) {
    String timeAxis = graph.int64s("time_axis", 0);
    String shape = graph.node("Shape", List.of(tokens));
    String one = graph.int64s("one_step", 1);
    String rows = graph.node("Gather", List.of(shape, graph.int64s("row_axis", 1)));
    String step = graph.node("Concat", List.of(one, rows), Attributes.integer("axis", 0));
    String empty = graph.node("Equal", List.of(lengths, int32("none", 0)));
    String given = graph.node("Slice", List.of(tokens, timeAxis, one, timeAxis));
    String present =
        graph.node("Concat", List.of(given, zeros(step)), Attributes.integer("axis", 0));
    String first = graph.node("Slice", List.of(present, timeAxis, one, timeAxis));
    String filled = graph.node("Where", List.of(empty, int32("token", token), first));
    String all = graph.int64s("end", Integer.MAX_VALUE);
    String others = graph.node("Slice", List.of(tokens, one, all, timeAxis));
    return graph.node("Concat", List.of(filled, others), Attributes.integer("axis", 0));
  }

  private String zeros(String shape) {
    return graph.node("Expand", List.of(int32("padding", 0), shape));
  }

  private String int32(String label, long value) {
    return graph.constant(label, HostTensor.integers(ElementType.INT32, new long[] {value}));
  }
}
