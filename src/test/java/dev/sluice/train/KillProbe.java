package dev.sluice.train;

import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Trains the tiny task in a JVM of its own, which the test kills. Arguments: checkpoint, model
 * file. Resumes from the checkpoint if there is one. Prints one line for each step.
 */
public final class KillProbe {
  private KillProbe() {}

  public static void main(String[] arguments) {
    Path checkpoint = Path.of(arguments[0]);
    BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
    BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
    try (TinyTask task = new TinyTask()) {
      Model model = task.model(1, 0.3);
      Trainer trainer =
          task.fullTrainer(model)
              .withEpochs(15)
              .withEarlyStopping(EarlyStopping.keepBest(EarlyStopping.Metric.VALIDATION_LOSS))
              .withCheckpoints(CheckpointPolicy.everySteps(checkpoint, 1))
              .withListener(new StepLines());
      if (Files.exists(checkpoint)) {
        trainer.resume(checkpoint, training, validation);
      } else {
        trainer.fit(training, validation);
      }
      ModelFile.save(Path.of(arguments[1]), model, Map.of());
    }
  }

  private static final class StepLines implements TrainingListener {
    @Override
    public void onStep(StepMetrics metrics) {
      System.out.println(metrics.step());
      // Slow, so that the test can kill the process between two steps.
      LockSupport.parkNanos(4_000_000);
    }
  }
}
