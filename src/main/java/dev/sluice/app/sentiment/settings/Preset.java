package dev.sluice.app.sentiment.settings;

import static dev.sluice.app.sentiment.settings.CellKind.GRU;
import static dev.sluice.app.sentiment.settings.CellKind.LSTM;
import static dev.sluice.app.sentiment.settings.OptimizerKind.ADAM;
import static dev.sluice.app.sentiment.settings.OptimizerKind.ADAMW;
import static dev.sluice.app.sentiment.settings.ScheduleKind.LINEAR;
import static dev.sluice.sequence.PoolingKind.LAST;
import static dev.sluice.sequence.PoolingKind.MAX;
import static dev.sluice.sequence.PoolingKind.MEAN;

import java.util.List;

/**
 * The predefined settings of a run. BEST was selected on contiguous blocks of held-out IMDB
 * training reviews, because neighbouring reviews are about the same film. Randomly held-out reviews
 * favour models that memorize names.
 */
public enum Preset {
  /** A good model in well under a minute. */
  DEFAULT(
      new TextSettings(/* tokens */ 400, /* vocabulary */ 20_000, /* heldOut */ 0.04),
      new ModelSettings(
          LSTM,
          /* article */ false,
          /* embedding */ 64,
          /* hidden */ 64,
          /* layers */ 1,
          /* bidirectional */ false,
          List.of(MAX, MEAN),
          /* wordDropout */ 0.1,
          /* embeddingDropout */ 0,
          /* dropout */ 0.3,
          /* forgetBias */ 1.0,
          /* truncate */ 0),
      new TrainingSettings(
          ADAM,
          /* learningRate */ 4e-3,
          /* weightDecay */ 0,
          LINEAR,
          /* warmup */ 0,
          /* clip */ 1,
          /* clipValue */ 0,
          /* average */ 0.99,
          /* batch */ 32,
          /* accumulate */ 1,
          /* epochs */ 2,
          /* patience */ 0,
          /* balance */ false,
          /* seed */ 1)),

  /** One epoch of a small model, in seconds. */
  FAST(
      new TextSettings(/* tokens */ 400, /* vocabulary */ 20_000, /* heldOut */ 0),
      new ModelSettings(
          LSTM,
          /* article */ false,
          /* embedding */ 32,
          /* hidden */ 32,
          /* layers */ 1,
          /* bidirectional */ false,
          List.of(MAX, MEAN),
          /* wordDropout */ 0.1,
          /* embeddingDropout */ 0,
          /* dropout */ 0.3,
          /* forgetBias */ 1.0,
          /* truncate */ 0),
      new TrainingSettings(
          ADAM,
          /* learningRate */ 6e-3,
          /* weightDecay */ 0,
          LINEAR,
          /* warmup */ 0,
          /* clip */ 1,
          /* clipValue */ 0,
          /* average */ 0.99,
          /* batch */ 32,
          /* accumulate */ 1,
          /* epochs */ 1,
          /* patience */ 0,
          /* balance */ false,
          /* seed */ 1)),

  /** The most accurate. */
  BEST(
      new TextSettings(/* tokens */ 400, /* vocabulary */ 20_000, /* heldOut */ 0),
      new ModelSettings(
          GRU,
          /* article */ false,
          /* embedding */ 64,
          /* hidden */ 64,
          /* layers */ 1,
          /* bidirectional */ true,
          List.of(MAX, MEAN),
          /* wordDropout */ 0.2,
          /* embeddingDropout */ 0.4,
          /* dropout */ 0.5,
          /* forgetBias */ null,
          /* truncate */ 0),
      new TrainingSettings(
          ADAMW,
          /* learningRate */ 4e-3,
          /* weightDecay */ 0.03,
          LINEAR,
          /* warmup */ 0,
          /* clip */ 1,
          /* clipValue */ 0,
          /* average */ 0.998,
          /* batch */ 32,
          /* accumulate */ 1,
          /* epochs */ 2,
          /* patience */ 0,
          /* balance */ false,
          /* seed */ 1)),

  /**
   * The simple model for speed comparisons with other engines: the last state of 128 hidden units.
   */
  REFERENCE(
      new TextSettings(/* tokens */ 200, /* vocabulary */ 20_000, /* heldOut */ 0),
      new ModelSettings(
          LSTM,
          /* article */ false,
          /* embedding */ 64,
          /* hidden */ 128,
          /* layers */ 1,
          /* bidirectional */ false,
          List.of(LAST),
          /* wordDropout */ 0.1,
          /* embeddingDropout */ 0,
          /* dropout */ 0.3,
          /* forgetBias */ 1.0,
          /* truncate */ 0),
      new TrainingSettings(
          ADAM,
          /* learningRate */ 3e-3,
          /* weightDecay */ 0,
          LINEAR,
          /* warmup */ 0,
          /* clip */ 1,
          /* clipValue */ 0,
          /* average */ 0,
          /* batch */ 64,
          /* accumulate */ 1,
          /* epochs */ 2,
          /* patience */ 0,
          /* balance */ false,
          /* seed */ 1));

  private final SentimentSettings settings;

  Preset(TextSettings text, ModelSettings model, TrainingSettings training) {
    this.settings = new SentimentSettings(text, model, training);
  }

  /** The settings. */
  public SentimentSettings settings() {
    return settings;
  }
}
