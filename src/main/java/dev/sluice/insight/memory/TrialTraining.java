package dev.sluice.insight.memory;

import dev.sluice.data.SequenceBatch;
import dev.sluice.data.synthetic.MemoryTask;
import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.loss.Loss;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.NonFiniteException;
import dev.sluice.train.TrainingStep;
import dev.sluice.train.batch.SequenceLoader;
import dev.sluice.train.evaluation.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Trains one cell on one task until the task is solved or the budget is spent. Every step has a new
 * batch. The held-out sequences are measured at fixed steps, so the outcome does not depend on
 * time.
 *
 * @param device device of the training
 * @param settings settings of the training
 * @param stopRequested asked before each step
 * @param onSteps told the number of steps since it was told last
 */
record TrialTraining(
    Device device, MemorySettings settings, BooleanSupplier stopRequested, IntConsumer onSteps) {
  /** The batches with an index of at least 0 are trained on. */
  private static final long HELD_OUT = -1;

  /**
   * Trains a new model.
   *
   * @throws CancellationException if a stop was requested
   */
  Trial run(MemoryTask task, CellKind cell) {
    Loss loss = task.classes() ? new SoftmaxCrossEntropy() : new MeanSquaredError();
    List<LossPoint> curve = new ArrayList<>();
    try (Model model = Model.create(spec(task, cell), device, settings.seed());
        Optimizer optimizer = Adam.of(settings.learningRate()).createFor(model.parameters())) {
      ChronoInitialization.apply(model, cell, settings.hiddenSize(), task.lag(), settings.seed());
      TrainingStep step =
          new TrainingStep(
              model,
              loss,
              optimizer,
              Clipping.byGlobalNorm(settings.gradientNorm()),
              settings.seed());
      Evaluator evaluator = new Evaluator(model, loss);
      SequenceLoader heldOut = heldOut(task);
      int taken = 0;
      while (taken < settings.steps()) {
        int until = Math.min(taken + settings.checkInterval(), settings.steps());
        try {
          train(step, task, taken, until);
        } catch (NonFiniteException e) {
          return new Trial(
              task.lag(),
              Trial.Outcome.DIVERGED,
              Math.toIntExact(e.step()),
              task.baselineLoss(),
              curve);
        }
        onSteps.accept(until - taken);
        taken = until;
        double measured = evaluator.evaluate(heldOut).loss();
        curve.add(new LossPoint(taken, measured));
        if (measured <= task.solvedLoss()) {
          return new Trial(task.lag(), Trial.Outcome.SOLVED, taken, task.baselineLoss(), curve);
        }
      }
      return new Trial(task.lag(), Trial.Outcome.UNSOLVED, taken, task.baselineLoss(), curve);
    }
  }

  private ModelSpec spec(MemoryTask task, CellKind cell) {
    ModelSpec spec =
        ModelSpec.ofSequences(task.features())
            .recurrent(features -> cell.layer(features, settings.hiddenSize()));
    ModelSpec read = task.perStep() ? spec : spec.pooling(PoolingKind.LAST);
    return read.dense(task.outputs());
  }

  private SequenceLoader heldOut(MemoryTask task) {
    SequenceBatch all = task.batch(settings.heldOut(), settings.seed(), HELD_OUT);
    return SequenceLoader.inOrder(all.split(settings.batchSize()));
  }

  private void train(TrainingStep step, MemoryTask task, int from, int to) {
    for (int index = from; index < to; index++) {
      if (stopRequested.getAsBoolean()) {
        throw new CancellationException("the experiment was stopped");
      }
      try (Scope scope = device.scope()) {
        SequenceBatch batch = task.batch(settings.batchSize(), settings.seed(), index);
        step.run(index, settings.learningRate(), List.of(SequenceLoader.place(batch, scope)));
      }
    }
  }
}
