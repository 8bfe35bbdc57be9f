package dev.sluice.model;

import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.LayerSpec;
import java.util.List;
import java.util.Locale;

/**
 * The one kind of {@link ModelSpec}, an interface so that its static methods begin a description
 * and cannot be called on one that has layers, which would be lost without a word.
 */
record LayerStack(FeatureShape input, List<LayerSpec> layers) implements ModelSpec {

  /** Checks that every layer fits on the one below. */
  LayerStack {
    layers = List.copyOf(layers);
    shapeAbove(input, layers);
  }

  static String nameAt(List<LayerSpec> layers, int index) {
    return index < 0 ? "input" : name(index, layers.get(index).kind());
  }

  private static String name(int index, String kind) {
    return index + "." + kind;
  }

  /** What the top of these layers gives. */
  static FeatureShape shapeAbove(FeatureShape input, List<LayerSpec> layers) {
    FeatureShape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      try {
        shape = layers.get(i).outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw misfit(layers, i, layers.get(i).kind(), e);
      }
    }
    return shape;
  }

  /** What is said of a layer that cannot stand at a place. */
  static IllegalArgumentException misfit(
      List<LayerSpec> layers, int index, String kind, IllegalArgumentException cause) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s after %s: %s",
            name(index, kind),
            nameAt(layers, index - 1),
            cause.getMessage()),
        cause);
  }
}
