package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Scope;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.optimizer.Sgd;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Evaluator;
import dev.sluice.train.schedule.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of training. */
class TrainerTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(60, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void learnsASimpleTask() {
    Model model = task.model(1, 0);
    TrainingResult result =
        Trainer.of(model, new SoftmaxCrossEntropy())
            .withOptimizer(Adam.of(0.03))
            .withSchedule(Schedule.linearToZero())
            .withEpochs(12)
            .fit(training, validation);
    assertEquals(12, result.epochs().size());
    assertEquals(12 * 8, result.steps());
    assertFalse(result.interrupted());
    assertTrue(result.last().validationAccuracy() > 0.9, result.last().toString());
    assertEquals(
        result.last().validationLoss(),
        new Evaluator(model, new SoftmaxCrossEntropy()).evaluate(validation).loss());
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherOthers() {
    List<Map<String, float[]>> runs = new ArrayList<>();
    for (long seed : new long[] {5, 5, 6}) {
      Model model = task.model(1, 0.3);
      task.fullTrainer(model).withSeed(seed).fit(training, validation);
      runs.add(TinyTask.weights(model));
    }
    Bits.assertSame(runs.get(0), runs.get(1), "same seed");
    assertFalse(Bits.same(runs.get(0), runs.get(2)));
  }

  @Test
  void aCustomLoopGivesTheSameBits() {
    Loss loss = new SoftmaxCrossEntropy();
    Model model = task.model(1, 0.3);
    try (Optimizer optimizer = Adam.of(1e-3).createFor(model.parameters())) {
      TrainingStep step = new TrainingStep(model, loss, optimizer, Clipping.byGlobalNorm(1), 5);
      for (int index = 0; index < training.batches(0); index++) {
        try (Scope scope = model.device().scope()) {
          step.run(index, 0.01, List.of(training.load(0, index, scope)));
        }
      }
    }
    Model trained = task.model(1, 0.3);
    Trainer.of(trained, loss)
        .withOptimizer(Adam.of(0.01))
        .withClipping(Clipping.byGlobalNorm(1))
        .withSeed(5)
        .fit(training);
    Bits.assertSame(TinyTask.weights(trained), TinyTask.weights(model), "own loop");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void accumulationTakesTheStepOfTheLargeBatch(boolean weighted) {
    // 50 texts in batches of 4: steps of 16 and a last one of 2, of unequal batches.
    Model small = task.model(1, 0);
    Model large = task.model(1, 0);
    Loss loss =
        weighted ? SoftmaxCrossEntropy.withClassWeights(0.2f, 3) : new SoftmaxCrossEntropy();
    TrainingResult accumulated =
        Trainer.of(small, loss)
            .withOptimizer(Sgd.of(0.5))
            .withGradientAccumulation(4)
            .fit(TokenLoader.sorted(TinyTask.texts(50, 1), 4));
    TrainingResult whole =
        Trainer.of(large, loss)
            .withOptimizer(Sgd.of(0.5))
            .fit(TokenLoader.sorted(TinyTask.texts(50, 1), 16));
    assertEquals(4, accumulated.steps());
    assertEquals(whole.last().loss(), accumulated.last().loss(), 1e-6);
    assertEquals(whole.last().accuracy(), accumulated.last().accuracy());
    assertEquals(whole.last().gradientNorm(), accumulated.last().gradientNorm(), 1e-6);
    Map<String, float[]> expected = TinyTask.weights(large);
    TinyTask.weights(small)
        .forEach((name, values) -> assertArrayEquals(expected.get(name), values, 1e-6f, name));
  }

  @Test
  void anEpochMayBeOneStep() {
    TrainingResult result =
        Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy())
            .withOptimizer(Adam.of(0.01))
            .withSchedule(Schedule.linearToZero())
            .withGradientAccumulation(Integer.MAX_VALUE)
            .withEpochs(2)
            .fit(TokenLoader.sorted(TinyTask.texts(50, 1), 4));
    assertEquals(2, result.steps());
    assertEquals(0.005, result.last().learningRate(), 1e-12);
  }

  @Test
  void batchesOfOneStepDrawDifferentDropout() {
    EpochSameTwice twice = new EpochSameTwice(TokenLoader.sorted(TinyTask.texts(8, 1), 8));
    Model once = task.model(1, 0.5);
    Model doubled = task.model(1, 0.5);
    Trainer.of(once, new SoftmaxCrossEntropy()).withOptimizer(Sgd.of(1e-3)).fit(twice.source());
    Trainer.of(doubled, new SoftmaxCrossEntropy())
        .withOptimizer(Sgd.of(1e-3))
        .withGradientAccumulation(2)
        .fit(twice);
    assertFalse(Bits.same(TinyTask.weights(once), TinyTask.weights(doubled)));
  }

  /** The same batch twice in an epoch. */
  private record EpochSameTwice(BatchLoader source) implements BatchLoader {
    @Override
    public int batches(int epoch) {
      return 2;
    }

    @Override
    public Batch load(int epoch, int index, Scope scope) {
      return source.load(0, 0, scope);
    }

    @Override
    public String fingerprint() {
      return "twice " + source.fingerprint();
    }
  }

  @Test
  void theTrainingLossWeighsStepsByTheWeightOfTheirTargets() {
    SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.withClassWeights(0.2f, 3);
    Model model = task.model(1, 0);
    BatchLoader source = TokenLoader.bucketed(TinyTask.texts(40, 1), 7, 1);
    TrainingResult result = Trainer.of(model, loss).withOptimizer(Adam.of(0)).fit(source, null);
    double expected = new Evaluator(model, loss).evaluate(source).loss();
    assertEquals(expected, result.epochs().get(0).loss(), 1e-6);
  }

  @Test
  void earlyStoppingEndsTheRunAndRestoresTheBestWeights() {
    BatchLoader wrong = TokenLoader.sorted(TinyTask.mislabelled(40, 2), 8);
    Model model = task.model(1, 0);
    Trainer trainer =
        Trainer.of(model, new SoftmaxCrossEntropy()).withOptimizer(Adam.of(0.03)).withEpochs(9);
    TrainingResult result =
        trainer
            .withEarlyStopping(new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 3))
            .fit(training, wrong);
    assertEquals(4, result.epochs().size());
    assertEquals(OptionalInt.of(0), result.bestEpoch());

    Model oneEpoch = task.model(1, 0);
    Trainer.of(oneEpoch, new SoftmaxCrossEntropy()).withOptimizer(Adam.of(0.03)).fit(training);
    Bits.assertSame(TinyTask.weights(oneEpoch), TinyTask.weights(model), "best epoch");
  }

  @Test
  void theAverageIsWhatWasValidated() {
    Model model = task.model(1, 0.3);
    TrainingResult result =
        Trainer.of(model, new SoftmaxCrossEntropy())
            .withExponentialMovingAverage(0.9)
            .fit(training, validation);
    assertEquals(
        result.last().validationLoss(),
        new Evaluator(model, new SoftmaxCrossEntropy()).evaluate(validation).loss());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void frozenParametersAndThoseOfNoGroupKeepTheirWeights(double weightAverage) {
    Model model = task.model(1, 0);
    Map<String, float[]> before = TinyTask.weights(model);
    model.freeze("0.embedding");
    Trainer.of(model, new SoftmaxCrossEntropy())
        .withParameterGroups(
            ParameterGroup.of(
                model.parameters().stream().filter(p -> !p.name().startsWith("4.")).toList()))
        .withExponentialMovingAverage(weightAverage)
        .withEpochs(5)
        .fit(training);
    Map<String, float[]> after = TinyTask.weights(model);
    before.forEach(
        (name, values) ->
            assertEquals(name.startsWith("1."), !Arrays.equals(values, after.get(name)), name));
  }
}
