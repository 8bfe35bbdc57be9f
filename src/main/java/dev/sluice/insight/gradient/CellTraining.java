package dev.sluice.insight.gradient;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.train.TrainingStep;
import java.util.List;

/**
 * Trains and measures the models of one task, all in the same way.
 *
 * @param device device of the models
 * @param task what they are trained on
 * @param settings settings of the experiment
 */
record CellTraining(Device device, GradientTask task, GradientSettings settings) {
  private static final double LEARNING_RATE = 5e-3;
  private static final double MAX_NORM = 1;

  /** A new model with random weights from the seed; owned by the caller. */
  Model create(GradientCell cell) {
    return Model.create(task.model(cell), device, settings.seed());
  }

  /**
   * Takes optimizer steps, with Adam and clipping of the global norm.
   *
   * @param from the first step; the batches follow from it
   */
  void train(Model model, int from, int steps, Runnable onStep) {
    try (Optimizer optimizer = Adam.of(LEARNING_RATE).createFor(model.parameters())) {
      TrainingStep training =
          new TrainingStep(
              model, task.loss(), optimizer, Clipping.byGlobalNorm(MAX_NORM), settings.seed());
      for (int step = from; step < from + steps; step++) {
        try (Scope scope = device.scope()) {
          training.run(step, LEARNING_RATE, List.of(task.training(step, scope)));
        }
        onStep.run();
      }
    }
  }

  /** Measures the held-out sequences. */
  StateGradients measure(Model model) {
    try (Scope scope = device.scope()) {
      return new StateGradientProbe(model, task.loss()).measure(task.heldOut(scope));
    }
  }
}
