package dev.sluice.model;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.argument.Require;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.LayerSpec;
import java.util.List;
import java.util.Locale;

/**
 * The implementation of {@link ModelSpec}. That is an interface, so that its static methods cannot
 * be called on a description that has layers already: these layers would be lost silently.
 */
record LayerStack(FeatureShape input, List<LayerSpec> layers) implements ModelSpec {

  /** Checks that every layer accepts the output of the layer below. */
  LayerStack {
    layers = Require.copyOf("layers", layers);
    shapeAbove(input, layers);
  }

  static String nameAt(List<LayerSpec> layers, int index) {
    return index < 0 ? "input" : name(index, layers.get(index).kind());
  }

  private static String name(int index, String kind) {
    return index + "." + kind;
  }

  /** The output shape of the top layer. */
  @CanIgnoreReturnValue
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

  /** The exception for a layer that does not accept the output of the layer below. */
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
