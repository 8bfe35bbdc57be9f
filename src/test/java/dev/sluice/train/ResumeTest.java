package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.model.Model;
import dev.sluice.optimizer.Sgd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final int STEPS = 3 * 4;

  private final TinyTask task = new TinyTask();
  private final BatchSource training = TokenBatches.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchSource validation = TokenBatches.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void resumedAtAnyStepItComesToTheSameBits() {
    Model whole = task.model(1, 0.3);
    TrainingResult expected = task.fullTrainer(whole).fit(training, validation);
    assertEquals(STEPS, expected.steps());
    for (int stop = 1; stop <= STEPS; stop++) {
      Path file = folder.resolve("at-" + stop);
      Trainer saving = task.fullTrainer(task.model(1, 0.3)).checkpoints(onlyAtTheEnd(file));
      assertTrue(saving.stopWhen(after(stop)).fit(training, validation).interrupted());
      Model resumed = task.model(99, 0.3);
      TrainingResult result = task.fullTrainer(resumed).resume(file, training, validation);
      Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(resumed), "stopped at " + stop);
      assertSameFigures(expected, result);
    }
  }

  @Test
  void interruptedAtEveryStepItComesToTheSameBits() {
    Model whole = task.model(1, 0.3);
    TrainingResult expected = task.fullTrainer(whole).fit(training, validation);
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer halting = task.fullTrainer(model).checkpoints(onlyAtTheEnd(file)).stopWhen(() -> true);
    TrainingResult result = halting.fit(training, validation);
    for (int runs = 1; result.interrupted(); runs++) {
      assertTrue(runs <= STEPS, "the run makes no progress");
      result = halting.resume(file, training, validation);
    }
    Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(model), "after many runs");
    assertSameFigures(expected, result);
  }

  @Test
  void aFinishedRunHasNothingLeftToDo() {
    BatchSource wrong = TokenBatches.sorted(TinyTask.mislabelled(40, 2), 8);
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer trainer =
        task.fullTrainer(model).epochs(9).checkpoints(CheckpointPolicy.eachEpoch(file));
    TrainingResult finished = trainer.fit(training, wrong);
    assertTrue(finished.epochs().size() < 9, "early stopping was meant to end this run");
    Map<String, float[]> weights = TinyTask.weights(model);
    TrainingResult again = trainer.resume(file, training, wrong);
    assertEquals(finished, again);
    Bits.assertSame(weights, TinyTask.weights(model), "finished");
  }

  @Test
  void checkpointsAreWrittenWhenThePolicySays() {
    Path file = folder.resolve("checkpoint");
    StringBuilder steps = new StringBuilder();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onCheckpoint(Path written) {
            steps.append(Checkpoint.read(written).steps()).append(' ');
          }
        };
    task.fullTrainer(task.model(1, 0))
        .checkpoints(CheckpointPolicy.everySteps(file, 5))
        .listener(listener)
        .fit(training, validation);
    assertEquals("4 5 8 10 12 ", steps.toString());
    assertEquals(3, Checkpoint.read(file).epochs());
    assertEquals(List.of(file), list(folder));
  }

  @Test
  void everySettingThatDiffersIsNamed() {
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer trainer = task.fullTrainer(model).checkpoints(onlyAtTheEnd(file));
    trainer.stopWhen(after(2)).fit(training, validation);
    Map<String, float[]> weights = TinyTask.weights(model);

    assertRefused(file, "seed: it has 5, this run 6", trainer.seed(6), training);
    assertRefused(file, "epochs: it has 3, this run 4", trainer.epochs(4), training);
    assertRefused(file, "accumulate", trainer.accumulate(1), training);
    assertRefused(file, "schedule", trainer.schedule(Schedule.constant(1)), training);
    assertRefused(file, "optimizer: it has Adam", trainer.optimizer(Sgd.plain()), training);
    assertRefused(file, "weight average", trainer.weightAverage(0), training);
    assertRefused(file, "model", task.fullTrainer(task.model(1, 0.4)), training);
    BatchSource otherData = TokenBatches.bucketed(TinyTask.texts(50, 7), 8, 3);
    assertRefused(file, "training batches: it has data ", trainer, otherData);
    BatchSource otherOrder = TokenBatches.bucketed(TinyTask.texts(50, 1), 8, 4);
    assertRefused(file, "training batches: it has data ", trainer, otherOrder);
    try (TinyTask oneThread = new TinyTask(1)) {
      Trainer elsewhere = oneThread.fullTrainer(oneThread.model(1, 0.3));
      assertRefused(file, "device: it has cpu, 2 threads", elsewhere, training);
    }
    CheckpointException both =
        assertThrows(
            CheckpointException.class,
            () -> trainer.seed(6).epochs(4).resume(file, training, validation));
    assertTrue(both.getMessage().contains("seed") && both.getMessage().contains("epochs"));
    Bits.assertSame(weights, TinyTask.weights(model), "after the refusals");
  }

  private void assertRefused(Path file, String difference, Trainer trainer, BatchSource source) {
    CheckpointException thrown =
        assertThrows(CheckpointException.class, () -> trainer.resume(file, source, validation));
    assertTrue(
        thrown.getMessage().contains(difference) && thrown.getMessage().contains(file.toString()),
        thrown.getMessage());
  }

  private static CheckpointPolicy onlyAtTheEnd(Path file) {
    return new CheckpointPolicy(file, false, 0);
  }

  private static BooleanSupplier after(int steps) {
    int[] asked = {0};
    return () -> ++asked[0] >= steps;
  }

  private static void assertSameFigures(TrainingResult expected, TrainingResult actual) {
    assertFalse(actual.interrupted());
    assertEquals(expected.bestEpoch(), actual.bestEpoch());
    assertEquals(expected.steps(), actual.steps());
    assertEquals(withoutTime(expected), withoutTime(actual));
  }

  private static List<EpochFigures> withoutTime(TrainingResult result) {
    return result.epochs().stream()
        .map(
            e ->
                new EpochFigures(
                    e.epoch(),
                    e.loss(),
                    e.accuracy(),
                    e.validationLoss(),
                    e.validationAccuracy(),
                    e.tokens(),
                    0,
                    e.learningRate(),
                    e.gradientNorm()))
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
