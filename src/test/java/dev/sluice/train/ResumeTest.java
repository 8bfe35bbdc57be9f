package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.StatefulModel;
import dev.sluice.optimizer.Adam;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.SequenceLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.schedule.Schedule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final int STEPS = 3 * 4;

  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void aRunResumedAtAnyStepGivesTheSameBits() {
    Model whole = task.model(1, 0.3);
    TrainingResult expected = task.fullTrainer(whole).fit(training, validation);
    assertEquals(STEPS, expected.steps());
    for (int stop = 1; stop <= STEPS; stop++) {
      Path file = folder.resolve("at-" + stop);
      Trainer saving = task.fullTrainer(task.model(1, 0.3)).withCheckpoints(onlyAtTheEnd(file));
      assertTrue(saving.withStopCondition(after(stop)).fit(training, validation).interrupted());
      Model resumed = task.model(99, 0.3);
      TrainingResult result = task.fullTrainer(resumed).resume(file, training, validation);
      Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(resumed), "stopped at " + stop);
      assertSameMetrics(expected, result);
    }
  }

  @Test
  void everyKindOfMaskIsTheSameAfterResuming() {
    RecurrentSpec masked =
        RecurrentSpec.of(Lstm.of(4, 5).withZoneout(0.2f, 0.3f))
            .withLayers(2)
            .withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)
            .withDropout(0.3, DropoutMask.LOCKED)
            .withRecurrentDropout(0.4)
            .withInitialStates(InitialStates.LEARNED);
    Model whole = task.model(1, 0.3, masked);
    TrainingResult expected = task.fullTrainer(whole).fit(training, validation);
    for (int stop : new int[] {1, 5, 10}) {
      Path file = folder.resolve("at-" + stop);
      Trainer saving =
          task.fullTrainer(task.model(1, 0.3, masked)).withCheckpoints(onlyAtTheEnd(file));
      saving.withStopCondition(after(stop)).fit(training, validation);
      Model resumed = task.model(99, 0.3, masked);
      TrainingResult result = task.fullTrainer(resumed).resume(file, training, validation);
      Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(resumed), "stopped at " + stop);
      assertSameMetrics(expected, result);
    }
  }

  @Test
  void aRunOnWindowsResumesInTheMiddleOfItsSequences() {
    ModelSpec spec = ModelSpec.ofSequences(2).recurrent(Lstm.of(2, 5)).dense(1);
    BatchLoader windows = SequenceLoader.consecutive(TinyTask.windows(6, 4, 3));
    try (Model whole = task.model(spec, 1);
        StatefulModel carrying = whole.stateful(3)) {
      Trainer trainer =
          Trainer.of(carrying, new MeanSquaredError()).withOptimizer(Adam.of(0.05)).withEpochs(2);
      TrainingResult expected = trainer.fit(windows);
      for (int stop : new int[] {3, 6, 10}) {
        Path file = folder.resolve("at-" + stop);
        try (Model first = task.model(spec, 1);
            Model second = task.model(spec, 99);
            StatefulModel stopped = first.stateful(3);
            StatefulModel resumed = second.stateful(3)) {
          Trainer.of(stopped, new MeanSquaredError())
              .withOptimizer(Adam.of(0.05))
              .withEpochs(2)
              .withCheckpoints(onlyAtTheEnd(file))
              .withStopCondition(after(stop))
              .fit(windows);
          TrainingResult result =
              Trainer.of(resumed, new MeanSquaredError())
                  .withOptimizer(Adam.of(0.05))
                  .withEpochs(2)
                  .resume(file, windows);
          Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(second), "stopped at " + stop);
          assertSameMetrics(expected, result);
        }
      }
    }
  }

  @Test
  void aRunOnShuffledSequencesResumesInTheMiddleOfAnEpoch() {
    ModelSpec spec = ModelSpec.ofSequences(2).recurrent(Lstm.of(2, 5)).dense(1);
    BatchLoader shuffled = SequenceLoader.shuffled(TinyTask.windows(6, 4, 3), 7);
    Path file = folder.resolve("checkpoint");
    try (Model whole = task.model(spec, 1);
        Model stopped = task.model(spec, 1);
        Model resumed = task.model(spec, 99)) {
      TrainingResult expected = shuffledTrainer(whole).fit(shuffled);
      shuffledTrainer(stopped)
          .withCheckpoints(onlyAtTheEnd(file))
          .withStopCondition(after(8))
          .fit(shuffled);
      TrainingResult result = shuffledTrainer(resumed).resume(file, shuffled);
      Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(resumed), "stopped at 8");
      assertSameMetrics(expected, result);
    }
  }

  private static Trainer shuffledTrainer(Model model) {
    return Trainer.of(model, new MeanSquaredError()).withOptimizer(Adam.of(0.05)).withEpochs(3);
  }

  @Test
  void everyEpochStartsFromTheInitialStates() {
    ModelSpec spec = ModelSpec.ofSequences(2).recurrent(Lstm.of(2, 5)).dense(1);
    try (Model model = task.model(spec, 1);
        StatefulModel carrying = model.stateful(3)) {
      TrainingResult result =
          Trainer.of(carrying, new MeanSquaredError())
              .withOptimizer(Adam.of(0))
              .withEpochs(2)
              .fit(SequenceLoader.consecutive(TinyTask.windows(2, 3, 3)));
      assertEquals(result.epochs().get(0).loss(), result.epochs().get(1).loss());
    }
  }

  @Test
  void aRunInterruptedAtEveryStepGivesTheSameBits() {
    Model whole = task.model(1, 0.3);
    TrainingResult expected = task.fullTrainer(whole).fit(training, validation);
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer halting =
        task.fullTrainer(model).withCheckpoints(onlyAtTheEnd(file)).withStopCondition(() -> true);
    TrainingResult result = halting.fit(training, validation);
    for (int runs = 1; result.interrupted(); runs++) {
      assertTrue(runs <= STEPS, "the run makes no progress");
      result = halting.resume(file, training, validation);
    }
    Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(model), "after many runs");
    assertSameMetrics(expected, result);
  }

  @Test
  void aFinishedRunHasNothingLeftToDo() {
    BatchLoader wrong = TokenLoader.sorted(TinyTask.mislabelled(40, 2), 8);
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer trainer =
        task.fullTrainer(model).withEpochs(9).withCheckpoints(CheckpointPolicy.eachEpoch(file));
    TrainingResult finished = trainer.fit(training, wrong);
    assertTrue(finished.epochs().size() < 9, "early stopping was meant to end this run");
    Map<String, float[]> weights = TinyTask.weights(model);
    TrainingResult again = trainer.resume(file, training, wrong);
    assertEquals(finished, again);
    Bits.assertSame(weights, TinyTask.weights(model), "finished");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000})
  void aRunResumedForMoreEpochsEqualsALongerRun(int stopAfter) {
    Model whole = task.model(1, 0.3);
    longer(whole, 5).fit(training, validation);

    Path file = folder.resolve("checkpoint");
    Model first = task.model(1, 0.3);
    longer(first, 2)
        .withCheckpoints(onlyAtTheEnd(file))
        .withStopCondition(after(stopAfter))
        .fit(training, validation);
    Model second = task.model(2, 0.3);
    TrainingResult result = longer(second, 5).resume(file, training, validation);
    assertEquals(5, result.epochs().size());
    Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(second), "after " + stopAfter);
  }

  private static Trainer longer(Model model, int epochs) {
    return Trainer.of(model, new SoftmaxCrossEntropy())
        .withOptimizer(Adam.of(0.02))
        .withSchedule(Schedule.constant().withWarmUp(2))
        .withExponentialMovingAverage(0.9)
        .withGradientAccumulation(2)
        .withEpochs(epochs)
        .withSeed(5);
  }

  @Test
  void aCheckpointOfAnEarlierVersionResumesToTheSameBits() {
    Model whole = task.model(1, 0.3);
    task.fullTrainer(whole).fit(training, validation);

    Path file = folder.resolve("checkpoint");
    Trainer stopped = task.fullTrainer(task.model(1, 0.3)).withCheckpoints(onlyAtTheEnd(file));
    stopped.withStopCondition(after(4)).fit(training, validation);
    Path earlier = folder.resolve("earlier");
    writeAsEarlier(SafetensorsFile.read(file), earlier);
    Model second = task.model(2, 0.3);
    task.fullTrainer(second).resume(earlier, training, validation);
    Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(second), "resumed");
  }

  private static void writeAsEarlier(SafetensorsFile source, Path file) {
    String settings = source.metadata().get("settings");
    String before =
        settings
            .replace("learningRate=0.02, ", "")
            .replace(", weightDecay=0.0", "")
            .replace("LinearToZero[]", "LinearToZero[rate=0.02]");
    assertEquals(settings.length() - 10 - 17, before.length(), settings);
    Map<String, String> metadata = new HashMap<>(source.metadata());
    metadata.put("settings", before);
    SafetensorsWriter writer = new SafetensorsWriter().withMetadata(metadata);
    for (String name : source.names()) {
      long[] shape = source.info(name).shape().stream().mapToLong(Long::longValue).toArray();
      writer = writer.withFloats(name, source.floats(name), shape);
    }
    writer.write(file);
  }

  private static CheckpointPolicy onlyAtTheEnd(Path file) {
    return new CheckpointPolicy(file, false, 0);
  }

  private static BooleanSupplier after(int steps) {
    int[] asked = {0};
    return () -> ++asked[0] >= steps;
  }

  private static void assertSameMetrics(TrainingResult expected, TrainingResult actual) {
    assertFalse(actual.interrupted());
    assertEquals(expected.bestEpoch(), actual.bestEpoch());
    assertEquals(expected.steps(), actual.steps());
    assertEquals(withoutTime(expected), withoutTime(actual));
  }

  private static List<EpochMetrics> withoutTime(TrainingResult result) {
    return result.epochs().stream()
        .map(
            e ->
                new EpochMetrics(
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
}
