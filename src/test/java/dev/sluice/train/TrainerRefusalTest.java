package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Scope;
import dev.sluice.loss.Loss;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SigmoidCrossEntropy;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What training refuses, and the messages. */
class TrainerRefusalTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(60, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void parametersOfAnotherModelAreRefused() {
    Trainer trainer = Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy());
    ParameterGroup foreign = ParameterGroup.of(task.model(1, 0).parameters());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> trainer.withParameterGroups(foreign));
    assertTrue(refused.getMessage().contains("0.embedding.weight"), refused.getMessage());
  }

  @Test
  void aNaNLossIsNamedAndChangesNothing() {
    Model model = task.model(1, 0);
    model.parameter("4.dense.bias").value().write(Float.NaN, 0);
    Map<String, float[]> before = TinyTask.weights(model);
    NonFiniteException thrown =
        assertThrows(
            NonFiniteException.class,
            () -> Trainer.of(model, new SoftmaxCrossEntropy()).fit(training));
    assertEquals("loss", thrown.what());
    assertEquals(0, thrown.step());
    Bits.assertSame(before, TinyTask.weights(model), "after the exception");
  }

  @Test
  void theFirstParameterWithANaNGradientIsNamed() {
    Model model = task.model(1, 0);
    model.freeze("0.embedding");
    Loss measured = new SoftmaxCrossEntropy();
    int[] calls = {0};
    Loss breaksAtThirdStep =
        (predictions, targets, weight, scope) -> {
          Loss.Result result = measured.evaluate(predictions, targets, weight, scope);
          if (calls[0]++ == 2) {
            scope.device().elementwise().fill(result.gradient(), Float.NaN);
          }
          return result;
        };
    NonFiniteException thrown =
        assertThrows(
            NonFiniteException.class, () -> Trainer.of(model, breaksAtThirdStep).fit(training));
    assertEquals("gradient of 1.recurrent.weight_ih_l0", thrown.what());
    assertEquals(2, thrown.step());
    assertTrue(thrown.getMessage().contains("step 2"), thrown.getMessage());
  }

  /** Two runs would add to the same gradients. After the run the model can be trained again. */
  @Test
  void aSecondThreadThatTrainsTheModelIsRefused() {
    Model model = task.model(1, 0);
    Loss loss = new SoftmaxCrossEntropy();
    List<String> refusals = new ArrayList<>();
    Trainer trainer = Trainer.of(model, loss);
    trainer
        .withEpochListener(
            metrics -> {
              refusals.add(refusalElsewhere(() -> trainer.fit(training)));
              refusals.add(refusalElsewhere(() -> ownStep(model, loss)));
              ownStep(model, loss);
            })
        .fit(training);
    String expected =
        "parameter 0.embedding.weight: another thread is training it; a model is trained by one"
            + " thread at a time";
    assertEquals(List.of(expected, expected), refusals);
    assertThrows(
        CompletionException.class, () -> refusalElsewhere(() -> trainer.fit(training)), "free now");
  }

  private void ownStep(Model model, Loss loss) {
    try (Optimizer optimizer = Adam.of(1e-3).createFor(model.parameters());
        Scope scope = model.device().scope()) {
      TrainingStep step = new TrainingStep(model, loss, optimizer, Clipping.none(), 5);
      step.run(0, 0.01, List.of(training.load(0, 0, scope)));
    }
  }

  /** The message of the exception on another thread; fails if there is none. */
  private static String refusalElsewhere(Runnable action) {
    return CompletableFuture.supplyAsync(
            () -> assertThrows(IllegalStateException.class, action::run).getMessage())
        .join();
  }

  @Test
  void earlyStoppingNeedsValidation() {
    Trainer trainer = task.fullTrainer(task.model(1, 0));
    assertThrows(IllegalStateException.class, () -> trainer.fit(training));
  }

  @Test
  void accuracyIsRefusedIfTheLossCountsNoCorrectPredictions() {
    Trainer trainer = Trainer.of(task.model(1, 0), new MeanSquaredError());
    EarlyStopping byAccuracy = EarlyStopping.keepBest(EarlyStopping.Metric.VALIDATION_ACCURACY);
    assertEquals(
        "early stopping: VALIDATION_ACCURACY expects a loss that counts correct predictions (see"
            + " Loss.countsRightAnswers), got MeanSquaredError",
        assertThrows(IllegalArgumentException.class, () -> trainer.withEarlyStopping(byAccuracy))
            .getMessage());
    Trainer.of(task.model(1, 0), new SigmoidCrossEntropy()).withEarlyStopping(byAccuracy);
  }

  /**
   * Validation targets are checked before the first step: the first validation may be hours later.
   */
  @Test
  void validationWithoutCountedTargetsIsRefusedBeforeTheFirstStep() {
    Model model = task.model(1, 0);
    Map<String, float[]> before = TinyTask.weights(model);
    Trainer trainer = task.fullTrainer(model);
    assertEquals(
        "validation: expected at least one target that counts, got none in 5 batches (all are"
            + " masked)",
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.fit(training, new AllMasked(validation)))
            .getMessage());
    Bits.assertSame(before, TinyTask.weights(model), "before the first step");
    Evaluator evaluator = new Evaluator(model, new SoftmaxCrossEntropy());
    assertThrows(
        IllegalArgumentException.class, () -> evaluator.evaluate(new AllMasked(validation)));
    assertThrows(
        IllegalArgumentException.class, () -> evaluator.classify(new AllMasked(validation)));
  }

  @Test
  void anEpochWithoutCountedTargetsIsRefused() {
    Trainer trainer = task.fullTrainer(task.model(1, 0));
    assertEquals(
        "training: expected at least one target that counts, got none in 8 batches (all are"
            + " masked)",
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.fit(new AllMasked(training), validation))
            .getMessage());
  }

  /** Batches without a label that counts. */
  private record AllMasked(BatchLoader source) implements BatchLoader {
    @Override
    public int batches(int epoch) {
      return source.batches(epoch);
    }

    @Override
    public Batch load(int epoch, int index, Scope scope) {
      Batch batch = source.load(epoch, index, scope);
      int[] ignored = new int[batch.examples()];
      Arrays.fill(ignored, -1);
      return new Batch(
          batch.input(), Targets.classes(scope, ignored), batch.examples(), batch.tokens());
    }

    @Override
    public String fingerprint() {
      return "masked " + source.fingerprint();
    }
  }

  @Test
  void badNumbersAreNamed() {
    Trainer trainer = Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy());
    assertThrows(IllegalArgumentException.class, () -> trainer.withEpochs(0));
    assertThrows(IllegalArgumentException.class, () -> trainer.withGradientAccumulation(0));
    assertThrows(IllegalArgumentException.class, () -> trainer.withExponentialMovingAverage(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 0));
  }
}
