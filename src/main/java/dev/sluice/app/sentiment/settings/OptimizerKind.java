package dev.sluice.app.sentiment.settings;

import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.AdamW;
import dev.sluice.optimizer.Momentum;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.RmsProp;
import dev.sluice.optimizer.Sgd;

/** The kinds of optimizers, each with its default parameters. */
public enum OptimizerKind {
  /** {@link Sgd}. */
  SGD,
  /** {@link Momentum}. */
  MOMENTUM,
  /** {@link RmsProp}. */
  RMSPROP,
  /** {@link Adam}. */
  ADAM,
  /** {@link AdamW}. */
  ADAMW;

  /** The optimizer with a learning rate. */
  public OptimizerSpec of(double learningRate) {
    return switch (this) {
      case SGD -> Sgd.of(learningRate);
      case MOMENTUM -> Momentum.of(learningRate);
      case RMSPROP -> RmsProp.of(learningRate);
      case ADAM -> Adam.of(learningRate);
      case ADAMW -> AdamW.of(learningRate);
    };
  }
}
