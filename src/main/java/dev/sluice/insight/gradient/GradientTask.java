package dev.sluice.insight.gradient;

import dev.sluice.device.Scope;
import dev.sluice.loss.Loss;
import dev.sluice.model.ModelSpec;
import dev.sluice.train.batch.Batch;

/** What the models are trained and measured on. The loss reads the last step only. */
interface GradientTask {
  /** A model for this task. */
  ModelSpec model(GradientCell cell);

  /** The loss of the models. */
  Loss loss();

  /** T, the length of the sequences that are measured. */
  int timesteps();

  /** The batch of an optimizer step, from 0; the scope owns it. */
  Batch training(int step, Scope scope);

  /** The sequences that are measured: held out, all of the same length; the scope owns them. */
  Batch heldOut(Scope scope);
}
