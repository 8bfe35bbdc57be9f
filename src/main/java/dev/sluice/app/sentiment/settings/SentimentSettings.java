package dev.sluice.app.sentiment.settings;

import java.util.Objects;

/**
 * Everything that decides what is learned, apart from the data and the device.
 *
 * @param text what of the texts
 * @param model by what
 * @param training and how
 */
public record SentimentSettings(TextSettings text, ModelSettings model, TrainingSettings training) {
  /** Checks what concerns several parts. */
  public SentimentSettings {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(training, "training");
    if (training.patience() > 0 && text.heldOut() == 0) {
      throw new IllegalArgumentException(
          "patience: expected held-out above 0 to measure by, got 0");
    }
  }
}
