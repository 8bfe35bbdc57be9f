package dev.sluice.interop.onnx;

import dev.sluice.cell.Cell;
import dev.sluice.device.Direction;
import dev.sluice.layer.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A stack of recurrent layers: one node each, directions together. */
final class RecurrentExport {
  private final GraphBuilder graph;
  private final RecurrentSpec spec;
  private final Function<String, HostTensor> weights;

  /**
   * @param weights the values of a parameter by its name within the stack
   */
  RecurrentExport(GraphBuilder graph, RecurrentSpec spec, Function<String, HostTensor> weights) {
    this.graph = graph;
    this.spec = spec;
    this.weights = weights;
  }

  /** From the name of {@code [T, N, I]} to that of {@code [T, N, D*H]}. */
  String export(String value, String name) {
    String x = value;
    for (int layer = 0; layer < spec.layers(); layer++) {
      CellExport cell = new CellExport(spec.cells().get(layer), name + " layer " + layer);
      x = sideBySide(node(layer, cell, x));
    }
    return x;
  }

  private String node(int layer, CellExport export, String x) {
    Cell cell = export.cell();
    List<CellExport.Weights> each = new ArrayList<>();
    for (Direction direction : spec.directions().each()) {
      String suffix = "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
      each.add(export.weights(role -> weights.apply(role.label() + suffix)));
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(constant("W", layer, each.stream().map(CellExport.Weights::w).toList()));
    inputs.add(constant("R", layer, each.stream().map(CellExport.Weights::r).toList()));
    inputs.add(constant("B", layer, each.stream().map(CellExport.Weights::b).toList()));
    inputs.add(OnnxExport.LENGTHS);
    if (each.get(0).p() != null) {
      inputs.add(""); // initial_h
      inputs.add(""); // initial_c
      inputs.add(constant("P", layer, each.stream().map(CellExport.Weights::p).toList()));
    }
    return graph.node(
        cell.kind().toUpperCase(Locale.ROOT),
        inputs,
        export.attributes(spec.directions().count(), direction()));
  }

  private String direction() {
    return switch (spec.directions()) {
      case FORWARD -> "forward";
      case REVERSE -> "reverse";
      case BIDIRECTIONAL -> "bidirectional";
    };
  }

  /** Stacks the directions; no name where there is nothing. */
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

  /** From {@code [T, D, N, H]} to {@code [T, N, D*H]}. */
  private String sideBySide(String y) {
    if (spec.directions().count() == 1) {
      return graph.node("Squeeze", List.of(y, graph.int64s("direction_axis", 1)));
    }
    String rows = graph.node("Transpose", List.of(y), Attributes.integers("perm", 0, 2, 1, 3));
    return graph.node("Reshape", List.of(rows, graph.int64s("side_by_side", 0, 0, -1)));
  }
}
