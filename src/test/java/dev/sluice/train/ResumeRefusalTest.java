package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Sgd;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.schedule.Schedule;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of another run, and files of another kind, are refused by name. */
class ResumeRefusalTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void aModelFileIsNoCheckpoint() {
    Path file = folder.resolve("model");
    ModelFile.save(file, task.model(1, 0.3), Map.of());
    Trainer trainer = task.fullTrainer(task.model(1, 0.3));
    CheckpointException thrown =
        assertThrows(CheckpointException.class, () -> trainer.resume(file, training, validation));
    assertEquals(
        String.format(
            Locale.ROOT,
            "checkpoint %s: expected a checkpoint, sluice-checkpoint-2, found a file of another kind, %s",
            file,
            ModelFile.FORMAT),
        thrown.getMessage());
  }

  @Test
  void everySettingThatDiffersIsNamed() {
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer trainer = task.fullTrainer(model).withCheckpoints(onlyAtTheEnd(file));
    trainer.withStopCondition(after(2)).fit(training, validation);
    Map<String, float[]> weights = TinyTask.weights(model);

    assertRefused(file, "seed: checkpoint has 5, this run has 6", trainer.withSeed(6), training);
    assertRefused(
        file, "epochs: checkpoint has 3, this run has 2", trainer.withEpochs(2), training);
    assertRefused(file, "accumulate", trainer.withGradientAccumulation(1), training);
    assertRefused(file, "schedule", trainer.withSchedule(Schedule.constant()), training);
    assertRefused(file, "learningRate=1.0", trainer.withOptimizer(Adam.of(1)), training);
    assertRefused(
        file, "optimizer: checkpoint has Adam", trainer.withOptimizer(Sgd.of(1e-3)), training);
    assertRefused(file, "weight average", trainer.withExponentialMovingAverage(0), training);
    assertRefused(file, "model", task.fullTrainer(task.model(1, 0.4)), training);
    Trainer weighted =
        TinyTask.fullTrainer(model, SoftmaxCrossEntropy.withClassWeights(1, 2))
            .withCheckpoints(onlyAtTheEnd(file));
    assertRefused(
        file, "this run has dev.sluice.loss.SoftmaxCrossEntropy weighted", weighted, training);
    BatchLoader otherData = TokenLoader.bucketed(TinyTask.texts(50, 7), 8, 3);
    assertRefused(file, "training batches: checkpoint has data ", trainer, otherData);
    BatchLoader otherOrder = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 4);
    assertRefused(file, "training batches: checkpoint has data ", trainer, otherOrder);
    try (TinyTask oneThread = new TinyTask(1)) {
      Trainer elsewhere = oneThread.fullTrainer(oneThread.model(1, 0.3));
      assertRefused(file, "device: checkpoint has cpu, 2 threads", elsewhere, training);
    }
    CheckpointException both =
        assertThrows(
            CheckpointException.class,
            () -> trainer.withSeed(6).withEpochs(2).resume(file, training, validation));
    assertTrue(both.getMessage().contains("seed") && both.getMessage().contains("epochs"));
    Bits.assertSame(weights, TinyTask.weights(model), "after the refusals");
  }

  private void assertRefused(Path file, String difference, Trainer trainer, BatchLoader source) {
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
}
