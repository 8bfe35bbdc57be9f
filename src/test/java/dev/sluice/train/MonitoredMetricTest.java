package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Adam;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import dev.sluice.train.evaluation.Evaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Early stopping and the plateau rule with custom metrics. */
class MonitoredMetricTest {
  private static final int STEPS_OF_EPOCH = 7;

  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  /** Returns the given values in order; it ignores the model. */
  private static MonitoredMetric scripted(boolean high, double... values) {
    int[] next = {0};
    return high
        ? MonitoredMetric.highest("scripted", (model, source) -> values[next[0]++])
        : MonitoredMetric.lowest("scripted", (model, source) -> values[next[0]++]);
  }

  private Trainer trainer(Model model) {
    return Trainer.of(model, new SoftmaxCrossEntropy()).withOptimizer(Adam.of(0.02)).withEpochs(6);
  }

  @Test
  void theBestEpochIsThatOfTheMetric() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onMetric(int epoch, String name, double value) {
            heard.add(epoch + " " + name + " " + value);
          }
        };
    TrainingResult result =
        trainer(task.model(1, 0))
            .withEarlyStopping(new EarlyStopping(scripted(true, 0.1, 0.4, 0.3, 0.2), 2))
            .withListener(listener)
            .fit(training, validation);
    assertEquals(OptionalInt.of(1), result.bestEpoch());
    assertEquals(Map.of("scripted", List.of(0.1, 0.4, 0.3, 0.2)), result.metrics());
    assertEquals("1 scripted 0.4", heard.get(1));
  }

  @Test
  void theMetricSeesTheWeightsThatAreValidated() {
    Model model = task.model(1, 0);
    MonitoredMetric loss =
        MonitoredMetric.lowest(
            "loss",
            (layer, source) ->
                new Evaluator(layer, new SoftmaxCrossEntropy()).evaluate(source).loss());
    TrainingResult result =
        trainer(model)
            .withExponentialMovingAverage(0.9)
            .withEarlyStopping(new EarlyStopping(loss, 6))
            .fit(training, validation);
    assertEquals(
        result.epochs().stream().map(EpochMetrics::validationLoss).toList(),
        result.metrics().get("loss"));
  }

  @Test
  void anImprovementBelowTheMinimumDeltaIsNone() {
    EarlyStopping byMuch =
        new EarlyStopping(scripted(false, 1, 0.95, 0.91, 0.89, 0.85, 0.82), 3)
            .withMinimumDelta(0.1);
    TrainingResult result =
        trainer(task.model(1, 0)).withEarlyStopping(byMuch).fit(training, validation);
    assertEquals(OptionalInt.of(3), result.bestEpoch());
    assertEquals(6, result.epochs().size());
    assertThrows(IllegalArgumentException.class, () -> byMuch.withMinimumDelta(Double.NaN));
  }

  @Test
  void aPlateauLowersTheRateOfTheSchedule() {
    List<Double> rates = new ArrayList<>();
    trainer(task.model(1, 0))
        .withReduceOnPlateau(ReduceOnPlateau.of(scripted(false, 1, 2, 0.5, 2, 2, 0.4), 0.5, 0))
        .withEpochListener(metrics -> rates.add(metrics.learningRate()))
        .fit(training, validation);
    assertEquals(List.of(0.02, 0.02, 0.01, 0.01, 0.005, 0.0025), rates);
  }

  /** The learning rate and the best epoch depend on values from before the interruption. */
  @Test
  void aResumedRunGivesTheSameBits() {
    Model whole = task.model(1, 0.3);
    TrainingResult expected = measured(whole).fit(training, validation);
    assertTrue(expected.last().learningRate() < 0.5, "lowered: " + expected.last());
    for (int stop : new int[] {STEPS_OF_EPOCH, 2 * STEPS_OF_EPOCH + 3, 5 * STEPS_OF_EPOCH - 1}) {
      Path file = folder.resolve("at-" + stop);
      int[] asked = {0};
      measured(task.model(1, 0.3))
          .withCheckpoints(new CheckpointPolicy(file, false, 0))
          .withStopCondition(() -> ++asked[0] >= stop)
          .fit(training, validation);
      Model resumed = task.model(99, 0.3);
      TrainingResult result = measured(resumed).resume(file, training, validation);
      Bits.assertSame(TinyTask.weights(whole), TinyTask.weights(resumed), "stopped at " + stop);
      assertEquals(expected.metrics(), result.metrics());
      assertEquals(expected.bestEpoch(), result.bestEpoch());
    }
  }

  /** The learning rate is so high that some epochs are worse than the one before. */
  private Trainer measured(Model model) {
    MonitoredMetric worst =
        MonitoredMetric.lowest(
            "worst",
            (layer, source) -> {
              Classification answers =
                  new Evaluator(layer, new SoftmaxCrossEntropy()).classify(source);
              double least = 1;
              for (int i = 0; i < answers.labels().length; i++) {
                least = Math.min(least, answers.probabilities()[i][answers.labels()[i]]);
              }
              return 1 - least;
            });
    return trainer(model)
        .withOptimizer(Adam.of(0.5))
        .withEarlyStopping(EarlyStopping.keepBest(worst))
        .withReduceOnPlateau(ReduceOnPlateau.of(worst, 0.5, 0));
  }

  @Test
  void aRunWithAnotherPlateauIsNotResumed() {
    Path file = folder.resolve("checkpoint");
    Trainer without =
        trainer(task.model(1, 0)).withCheckpoints(new CheckpointPolicy(file, false, 0));
    Trainer with =
        without.withReduceOnPlateau(
            ReduceOnPlateau.of(EarlyStopping.Metric.VALIDATION_LOSS, 0.5, 0));
    with.withStopCondition(() -> true).fit(training, validation);
    String refused =
        assertThrows(CheckpointException.class, () -> without.resume(file, training, validation))
            .getMessage();
    assertTrue(refused.contains("plateau: checkpoint has ReduceOnPlateau["), refused);
    without.withStopCondition(() -> true).fit(training, validation);
    assertThrows(CheckpointException.class, () -> with.resume(file, training, validation));
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Trainer trainer = trainer(task.model(1, 0));
    NonFiniteException broken =
        assertThrows(
            NonFiniteException.class,
            () ->
                trainer
                    .withEarlyStopping(new EarlyStopping(scripted(true, Double.NaN), 1))
                    .fit(training, validation));
    assertEquals("metric scripted", broken.what());
    Trainer twice =
        trainer
            .withEarlyStopping(new EarlyStopping(scripted(true, 1), 1))
            .withReduceOnPlateau(ReduceOnPlateau.of(scripted(true, 1), 0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> twice.fit(training, validation));
    ReduceOnPlateau byAccuracy =
        ReduceOnPlateau.of(EarlyStopping.Metric.VALIDATION_ACCURACY, 0.5, 1);
    Trainer regression = Trainer.of(task.model(1, 0), new MeanSquaredError());
    assertThrows(IllegalArgumentException.class, () -> regression.withReduceOnPlateau(byAccuracy));
    assertThrows(
        IllegalStateException.class, () -> trainer.withReduceOnPlateau(byAccuracy).fit(training));
  }
}
