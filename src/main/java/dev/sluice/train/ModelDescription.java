package dev.sluice.train;

import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.StatefulModel;
import java.util.Locale;

/** What a run's settings say of its model, and back. */
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
   * The model's description.
   *
   * @throws IllegalStateException if it is that of a layer of one's own
   */
  static ModelSpec spec(String description) {
    try {
      return ModelSpec.fromJson(description.substring(0, description.lastIndexOf('}') + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "checkpoint: expected one of a run of a Model, got one of a layer of one's own: "
              + description,
          e);
    }
  }
}
