package dev.sluice.train;

import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.StatefulModel;
import java.util.Locale;

/** Converts a model to its description in the settings of a run, and back. */
final class ModelDescription {
  private ModelDescription() {}

  static String of(Model model) {
    return model.spec().toJson();
  }

  static String of(StatefulModel windows) {
    return String.format(
        Locale.ROOT, "%s, windows of %d rows", windows.model().spec().toJson(), windows.batch());
  }

  /**
   * The model that a description in the settings describes.
   *
   * @throws IllegalStateException if it describes a custom layer
   */
  static ModelSpec spec(String description) {
    try {
      return ModelSpec.fromJson(json(description));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "checkpoint: expected one of a run of a Model, got one of a custom layer: " + description,
          e);
    }
  }

  /**
   * A description of an earlier version as this version words it: with the options that did not
   * exist. That of a layer of one's own stays as it is.
   */
  static String current(String description) {
    String json = json(description);
    try {
      return ModelSpec.fromJson(json).toJson() + description.substring(json.length());
    } catch (IllegalArgumentException e) {
      return description;
    }
  }

  private static String json(String description) {
    return description.substring(0, description.lastIndexOf('}') + 1);
  }
}
