package dev.sluice.model;

import dev.sluice.device.Parameter;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerSpec;
import java.util.Locale;

/** Renders a table of a model's layers. */
final class ModelSummary {
  private static final String ROW = "%-16s %-16s %,14d%n";

  private ModelSummary() {}

  static String of(Model model) {
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "%-16s %-16s %14s%n", "layer", "output", "parameters"));
    FeatureShape shape = model.spec().input();
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec spec = model.spec().layers().get(i);
      shape = spec.outputShape(shape);
      table.append(
          String.format(
              Locale.ROOT, ROW, model.spec().nameOf(i), shape, countOf(model.layers().get(i))));
    }
    return table
        .append(String.format(Locale.ROOT, ROW, "total", "", model.parameterCount()))
        .toString();
  }

  private static long countOf(Layer layer) {
    return layer.parameters().stream()
        .map(Parameter::value)
        .mapToLong(value -> value.shape().elements())
        .sum();
  }
}
