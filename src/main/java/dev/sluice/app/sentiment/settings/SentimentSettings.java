package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;

/**
 * All settings of a run, except the data and the device.
 *
 * @param text text settings
 * @param model model settings
 * @param training training settings
 */
public record SentimentSettings(TextSettings text, ModelSettings model, TrainingSettings training) {
  /** Checks constraints between the parts. */
  public SentimentSettings {
    Require.present("text", text);
    Require.present("model", model);
    Require.present("training", training);
    if (training.patience() > 0 && text.heldOut() == 0) {
      throw new IllegalArgumentException("patience: expected also held-out above 0, got 0");
    }
  }
}
