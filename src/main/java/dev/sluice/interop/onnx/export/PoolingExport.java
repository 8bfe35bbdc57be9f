package dev.sluice.interop.onnx.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Exports pooling over the valid steps of each row. A row without valid steps gives zeros. Invalid
 * steps are replaced, not multiplied by zero, so that NaN or infinity in them has no effect.
 */
final class PoolingExport {
  private static final AttributeProto OVER_TIME = Attributes.integers("axes", 0);
  private static final AttributeProto DROP_AXIS = Attributes.integer("keepdims", 0);

  private final GraphBuilder graph;
  private final PoolingSpec spec;
  private final int features;
  private final String zero;

  /** INT32 {@code [T, 1, 1]}: the index of each step. */
  private final String steps;

  /** INT32 {@code [N, 1]}: the length of each row. */
  private final String lengths;

  private PoolingExport(
      GraphBuilder graph,
      PoolingSpec spec,
      int features,
      String zero,
      String steps,
      String lengths) {
    this.graph = graph;
    this.spec = spec;
    this.features = features;
    this.zero = zero;
    this.steps = steps;
    this.lengths = lengths;
  }

  /**
   * Adds the poolings of a value.
   *
   * @param rowLengths INT32 {@code [N]}, the length of each row
   * @param value the name of a value {@code [T, N, F]}
   * @return the name of a value {@code [N, k*F]}
   */
  static String export(
      GraphBuilder graph, PoolingSpec spec, String rowLengths, int features, String value) {
    String zero = graph.scalar("zero", 0);
    String steps = steps(graph, value);
    String lengths = graph.node("Unsqueeze", List.of(rowLengths, graph.int64s("last_axis", 1)));
    return new PoolingExport(graph, spec, features, zero, steps, lengths).poolings(value);
  }

  private String poolings(String value) {
    List<String> pooled = new ArrayList<>();
    for (PoolingKind kind : spec.poolings()) {
      pooled.add(
          switch (kind) {
            case FIRST -> step(value, first());
            case LAST -> last(value);
            case LAST_STEP -> step(value, lastStep());
            case MAX -> max(value);
            case MEAN -> mean(value);
          });
    }
    return pooled.size() == 1
        ? pooled.get(0)
        : graph.node("Concat", pooled, Attributes.integer("axis", 1));
  }

  private static String steps(GraphBuilder graph, String value) {
    String timesteps =
        graph.node(
            "Gather", List.of(graph.node("Shape", List.of(value)), int64(graph, "time_axis", 0)));
    String range =
        graph.node("Range", List.of(int64(graph, "from", 0), timesteps, int64(graph, "delta", 1)));
    String asLengths =
        graph.node("Cast", List.of(range), Attributes.integer("to", ElementType.INT32.code()));
    return graph.node("Unsqueeze", List.of(asLengths, graph.int64s("row_and_feature", 1, 2)));
  }

  /** BOOL {@code [T, N, 1]}: which steps are valid. */
  private String valid() {
    return graph.node("Less", List.of(steps, lengths));
  }

  /** BOOL {@code [T, N, 1]}: the last valid step; none in an empty row. */
  private String lastStep() {
    String last = graph.node("Sub", List.of(lengths, int32("one", 1)));
    return graph.node("Equal", List.of(steps, last));
  }

  private String first() {
    String atZero = graph.node("Equal", List.of(steps, int32("first_step", 0)));
    return graph.node("And", List.of(atZero, valid()));
  }

  /** The last output of each direction. A reverse recurrence ends at the first step. */
  private String last(String value) {
    int forward = features - spec.reverseFeatures();
    if (spec.reverseFeatures() == 0) {
      return step(value, lastStep());
    }
    if (forward == 0) {
      return step(value, first());
    }
    return graph.node(
        "Concat",
        List.of(
            step(columns(value, 0, forward), lastStep()),
            step(columns(value, forward, features), first())),
        Attributes.integer("axis", 1));
  }

  private String columns(String value, int from, int to) {
    return graph.node(
        "Slice",
        List.of(
            value,
            graph.int64s("from", from),
            graph.int64s("to", to),
            graph.int64s("feature_axis", 2)));
  }

  /** The value of the selected step, or zeros if no step is selected. */
  private String step(String value, String chosen) {
    return sum(graph.node("Where", List.of(chosen, value, zero)));
  }

  private String sum(String value) {
    return graph.node("ReduceSum", List.of(value, graph.int64s("time", 0)), DROP_AXIS);
  }

  private String mean(String value) {
    String sum = sum(graph.node("Where", List.of(valid(), value, zero)));
    String count = graph.node("Max", List.of(lengths, int32("at_least", 1)));
    return graph.node(
        "Div",
        List.of(
            sum,
            graph.node(
                "Cast", List.of(count), Attributes.integer("to", ElementType.FLOAT.code()))));
  }

  private String max(String value) {
    String lowest = graph.scalar("lowest", Float.NEGATIVE_INFINITY);
    String candidates = graph.node("Where", List.of(valid(), value, lowest));
    String max = graph.node("ReduceMax", List.of(candidates), OVER_TIME, DROP_AXIS);
    String some = graph.node("Greater", List.of(lengths, int32("empty", 0)));
    return graph.node("Where", List.of(some, max, zero));
  }

  private static String int64(GraphBuilder graph, String label, long value) {
    return graph.constant(label, HostTensor.integers(ElementType.INT64, new long[] {value}));
  }

  private String int32(String label, long value) {
    return graph.constant(label, HostTensor.integers(ElementType.INT32, new long[] {value}));
  }
}
