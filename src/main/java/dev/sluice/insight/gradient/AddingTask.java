package dev.sluice.insight.gradient;

import dev.sluice.data.synthetic.AddingProblem;
import dev.sluice.data.synthetic.MemoryTask;
import dev.sluice.device.Scope;
import dev.sluice.loss.Loss;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.SequenceLoader;

/** The adding problem: the sum of two marked numbers of a sequence, by its last state. */
final class AddingTask implements GradientTask {
  /** The batches with an index of at least 0 are trained on. */
  private static final long HELD_OUT = -1;

  private final GradientSettings settings;
  private final MemoryTask task;

  AddingTask(GradientSettings settings) {
    this.settings = settings;
    this.task = AddingProblem.ofLag(settings.addingTimesteps());
  }

  @Override
  public ModelSpec model(GradientCell cell) {
    return ModelSpec.ofSequences(task.features())
        .recurrent(features -> cell.layer(features, settings.hiddenSize()))
        .pooling(PoolingKind.LAST)
        .dense(task.outputs());
  }

  @Override
  public Loss loss() {
    return new MeanSquaredError();
  }

  @Override
  public int timesteps() {
    return settings.addingTimesteps();
  }

  @Override
  public Batch training(int step, Scope scope) {
    return SequenceLoader.place(task.batch(settings.batchSize(), settings.seed(), step), scope);
  }

  @Override
  public Batch heldOut(Scope scope) {
    return SequenceLoader.place(task.batch(settings.samples(), settings.seed(), HELD_OUT), scope);
  }
}
