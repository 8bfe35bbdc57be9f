package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Stateful;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.LoaderChecks;
import org.jspecify.annotations.Nullable;

/**
 * Computes a model's outputs for the batches of a loader in order. A stateful model carries its
 * states from batch to batch.
 */
final class BatchPredictor implements AutoCloseable {
  private final Layer model;

  /** Null if the model is not stateful. */
  private final Stateful.@Nullable Inference windows;

  BatchPredictor(Layer model, BatchLoader source) {
    Require.present("source", source);
    LoaderChecks.requireWindowsFor(model, "source", source);
    this.model = model;
    this.windows = model instanceof Stateful stateful ? stateful.inference() : null;
  }

  /** The output for the next batch; the scope owns it. */
  Tensor predict(Batch batch, Scope scope) {
    return windows == null
        ? model.forward(batch.input(), ForwardContext.inference(scope)).output().values()
        : windows.next(batch.input(), scope).values();
  }

  @Override
  public void close() {
    if (windows != null) {
      windows.close();
    }
  }
}
