package dev.sluice.interop.onnx.export;

import dev.sluice.cell.Cell;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Exports a stack of recurrent layers. Each layer becomes one node with all its directions. */
final class RecurrentExport {
  private final GraphBuilder graph;
  private final RecurrentSpec spec;
  private final String lengths;
  private final Function<String, HostTensor> weights;

  /**
   * @param lengths INT32 {@code [N]}, the length of each row
   * @param weights returns the values of a parameter by its name in the stack
   */
  RecurrentExport(
      GraphBuilder graph,
      RecurrentSpec spec,
      String lengths,
      Function<String, HostTensor> weights) {
    this.graph = graph;
    this.spec = spec;
    this.lengths = lengths;
    this.weights = weights;
  }

  /**
   * Adds the layers. Takes the name of a value {@code [T, N, I]} and returns the name of the top
   * layer's output {@code [T, N, F]}.
   */
  String export(String value, String name) {
    String x = value;
    for (int layer = 0; layer < spec.layers(); layer++) {
      CellExport cell = new CellExport(spec.cells().get(layer), name + " layer " + layer);
      String y = node(layer, cell, x);
      x = spec.merge() == Merge.SUMMED ? summed(y) : concatenated(y);
    }
    return x;
  }

  private String node(int layer, CellExport export, String x) {
    Cell cell = export.cell();
    List<CellExport.Weights> each = new ArrayList<>();
    for (Direction direction : spec.directions().each()) {
      String suffix = suffix(layer, direction);
      each.add(export.weights(role -> weights.apply(role.label() + suffix)));
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(constant("W", layer, each.stream().map(CellExport.Weights::w).toList()));
    inputs.add(constant("R", layer, each.stream().map(CellExport.Weights::r).toList()));
    inputs.add(constant("B", layer, each.stream().map(CellExport.Weights::b).toList()));
    inputs.add(lengths);
    inputs.add(initial("h0", layer));
    if (cell.hasCellState()) {
      inputs.add(initial("c0", layer));
      inputs.add(constant("P", layer, each.stream().map(CellExport.Weights::p).toList()));
    }
    return graph.node(
        cell.kind().toUpperCase(Locale.ROOT),
        inputs,
        export.attributes(spec.directions().count(), direction()));
  }

  /**
   * The name of learned initial states, which are the same for all rows; empty if sequences start
   * from zeros.
   */
  private String initial(String role, int layer) {
    if (spec.initialStates() == InitialStates.ZERO) {
      return "";
    }
    List<HostTensor> each = new ArrayList<>();
    for (Direction direction : spec.directions().each()) {
      HostTensor state = weights.apply(role + suffix(layer, direction));
      each.add(state.reshaped(1, state.elements()));
    }
    String batch = graph.node("Shape", List.of(lengths));
    String one = graph.int64s("one", 1);
    String shape = graph.node("Concat", List.of(one, batch, one), Attributes.integer("axis", 0));
    return graph.node("Expand", List.of(constant(role, layer, each), shape));
  }

  private static String suffix(int layer, Direction direction) {
    return "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  private String direction() {
    return switch (spec.directions()) {
      case FORWARD -> "forward";
      case REVERSE -> "reverse";
      case BIDIRECTIONAL -> "bidirectional";
    };
  }

  /**
   * Adds a constant with the stacked values of all directions and returns its name; empty if there
   * are none.
   */
  private String constant(String label, int layer, List<HostTensor> each) {
    HostTensor first = each.get(0);
    if (first == null) {
      return "";
    }
    int[] sizes = first.shape();
    int[] shape = new int[sizes.length + 1];
    shape[0] = each.size();
    System.arraycopy(sizes, 0, shape, 1, sizes.length);
    HostTensor stacked = HostTensor.zeros(ElementType.FLOAT, shape);
    for (int d = 0; d < each.size(); d++) {
      stacked.copyFrom(each.get(d), 0, d * first.elements(), first.elements());
    }
    return graph.constant(label + "_l" + layer, stacked);
  }

  /** Sums the directions: {@code [T, D, N, H]} to {@code [T, N, H]}. */
  private String summed(String y) {
    return graph.node(
        "ReduceSum",
        List.of(y, graph.int64s("direction_axis", 1)),
        Attributes.integer("keepdims", 0));
  }

  /** Concatenates the directions: {@code [T, D, N, H]} to {@code [T, N, D*H]}. */
  private String concatenated(String y) {
    if (spec.directions().count() == 1) {
      return graph.node("Squeeze", List.of(y, graph.int64s("direction_axis", 1)));
    }
    String rows = graph.node("Transpose", List.of(y), Attributes.integers("perm", 0, 2, 1, 3));
    return graph.node("Reshape", List.of(rows, graph.int64s("concatenated", 0, 0, -1)));
  }
}
