package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.optimizer.Sgd;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.schedule.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An update that makes weights infinite is found at the step where it happens; nothing is saved.
 */
class DivergenceTest {
  private static final double WEIGHT_DECAY_THAT_BREAKS = 1e30;
  private static final int STEPS_OF_EPOCH = 8;

  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(60, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  /** SGD whose weight decay overflows in the step with the large learning rate, and not before. */
  private Trainer breaking(Model model, int step) {
    Schedule schedule = (rate, s, total) -> s == step ? 3e38 : 0;
    return Trainer.of(model, new SoftmaxCrossEntropy())
        .withOptimizer(new Sgd(1e-3, WEIGHT_DECAY_THAT_BREAKS))
        .withSchedule(schedule);
  }

  @ParameterizedTest
  @CsvSource({"7, 0", "7, 0.9", "0, 0", "3, 0.9"})
  void isFoundAtEveryStep(int step, double average) {
    Trainer trainer = breaking(task.model(1, 0), step).withExponentialMovingAverage(average);
    NonFiniteException thrown =
        assertThrows(NonFiniteException.class, () -> trainer.fit(training, validation));
    if (step == STEPS_OF_EPOCH - 1) {
      assertEquals(step, thrown.step());
      assertEquals("value in weights/0.embedding.weight", thrown.what());
    } else {
      assertEquals(step + 1, thrown.step(), "the next step's loss");
    }
  }

  @Test
  void isFoundWithoutValidationAndWhenTheRunIsInterrupted() {
    Trainer last = breaking(task.model(1, 0), STEPS_OF_EPOCH - 1);
    assertThrows(NonFiniteException.class, () -> last.fit(training));
    Trainer stopped = breaking(task.model(1, 0), 0).withStopCondition(() -> true);
    assertEquals(0, assertThrows(NonFiniteException.class, () -> stopped.fit(training)).step());
  }

  @Test
  void leavesTheEarlierCheckpointAlone() {
    Path file = folder.resolve("checkpoint");
    Trainer trainer =
        breaking(task.model(1, 0), 3).withCheckpoints(CheckpointPolicy.everySteps(file, 2));
    assertThrows(NonFiniteException.class, () -> trainer.fit(training));
    Checkpoint kept = Checkpoint.read(file);
    assertEquals(2, kept.steps());
    kept.tensors().forEach((name, tensor) -> assertFinite(name, tensor.values()));
  }

  private static void assertFinite(String name, float[] values) {
    for (float value : values) {
      assertTrue(Float.isFinite(value), name);
    }
  }

  /** The weights are finite, but the output for the validation batch is infinite. */
  @Test
  void aValidationLossThatIsNotFiniteEndsTheRun() {
    Loss measured = new SoftmaxCrossEntropy();
    int[] calls = {0};
    Loss overflows =
        (predictions, targets, weight, scope) -> {
          Loss.Result result = measured.evaluate(predictions, targets, weight, scope);
          if (calls[0]++ == STEPS_OF_EPOCH) {
            result.totals().write(Float.POSITIVE_INFINITY, 0);
          }
          return result;
        };
    Trainer trainer = Trainer.of(task.model(1, 0), overflows);
    NonFiniteException thrown =
        assertThrows(NonFiniteException.class, () -> trainer.fit(training, validation));
    assertEquals("validation loss", thrown.what());
    assertEquals(STEPS_OF_EPOCH - 1, thrown.step());
  }

  @Test
  void aBrokenModelIsNotSaved() {
    Path file = folder.resolve("model");
    Model model = task.model(1, 0);
    model.parameter("4.dense.bias").value().write(0, Float.POSITIVE_INFINITY);
    assertEquals(
        "parameter 4.dense.bias: expected finite numbers, got Infinity at element 1",
        assertThrows(IllegalStateException.class, () -> ModelFile.save(file, model, Map.of()))
            .getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void ratesThatFloat32CannotHoldAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1e39));
    Trainer trainer =
        Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy())
            .withSchedule((rate, step, total) -> 1e39);
    assertThrows(IllegalArgumentException.class, () -> trainer.fit(training));
  }
}
