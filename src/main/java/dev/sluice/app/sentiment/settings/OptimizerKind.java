package dev.sluice.app.sentiment.settings;

import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.AdamW;
import dev.sluice.optimizer.Momentum;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.RmsProp;
import dev.sluice.optimizer.Sgd;

/** The kinds of optimizers, each with its default parameters. */
public enum OptimizerKind {
  /** {@link Sgd#plain}. */
  SGD(Sgd.plain()),
  /** {@link Momentum#defaults}. */
  MOMENTUM(Momentum.defaults()),
  /** {@link RmsProp#defaults}. */
  RMSPROP(RmsProp.defaults()),
  /** {@link Adam#defaults}. */
  ADAM(Adam.defaults()),
  /** {@link AdamW#defaults}. */
  ADAMW(AdamW.defaults());

  private final OptimizerSpec spec;

  OptimizerKind(OptimizerSpec spec) {
    this.spec = spec;
  }

  public OptimizerSpec spec() {
    return spec;
  }
}
