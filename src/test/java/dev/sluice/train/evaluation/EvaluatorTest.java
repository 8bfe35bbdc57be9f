package dev.sluice.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.cell.Activation;
import dev.sluice.data.SequenceBatch;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.loss.Loss;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SigmoidCrossEntropy;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.SequenceLoader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evaluates models that only take the last step and multiply it, so the predictions are known. */
class EvaluatorTest {
  private static final float[][][] SEQUENCES = {{{9}, {2}}, {{-1}}, {{9}, {9}, {0.5f}}, {{-3}}};

  private Device device;

  @BeforeEach
  void open() {
    device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
  }

  @AfterEach
  void closeAndFindLeaks() {
    assertEquals(0, device.openTensors());
    device.close();
  }

  private Model weighing(float... weights) {
    ModelSpec spec = ModelSpec.ofSequences(1).pooling(PoolingKind.LAST).dense(weights.length);
    Model model = Model.create(spec, device, 1);
    model.parameter("1.dense.weight").value().write(weights);
    model.parameter("1.dense.bias").value().write(new float[weights.length]);
    return model;
  }

  private static BatchLoader source(SequenceBatch... batches) {
    return SequenceLoader.inOrder(List.of(batches));
  }

  @Test
  void aWeightedLossIsTheWeightedMeanOverUnequalBatches() {
    BatchLoader source =
        source(
            SequenceBatch.withClassIds(
                new float[][][] {SEQUENCES[0], SEQUENCES[1], SEQUENCES[2]}, new int[] {1, 0, 0}),
            SequenceBatch.withClassIds(new float[][][] {SEQUENCES[3]}, new int[] {0}));
    try (Model model = weighing(0, 1)) {
      Evaluation evaluation =
          new Evaluator(model, SoftmaxCrossEntropy.withClassWeights(0.5f, 4)).evaluate(source);
      double expected =
          (4 * Math.log1p(Math.exp(-2))
                  + 0.5 * Math.log1p(Math.exp(-1))
                  + 0.5 * Math.log1p(Math.exp(0.5))
                  + 0.5 * Math.log1p(Math.exp(-3)))
              / 5.5;
      assertEquals(expected, evaluation.loss(), 1e-6);
      assertEquals(0.75, evaluation.accuracy());
    }
  }

  @Test
  void lossAndAccuracyAreMeansOverExamplesOfUnequalBatches() {
    BatchLoader source =
        source(
            SequenceBatch.withClassIds(
                new float[][][] {SEQUENCES[0], SEQUENCES[1], SEQUENCES[2]}, new int[] {1, 0, 0}),
            SequenceBatch.withClassIds(new float[][][] {SEQUENCES[3]}, new int[] {0}));
    try (Model model = weighing(0, 1)) {
      Evaluation evaluation = new Evaluator(model, new SoftmaxCrossEntropy()).evaluate(source);
      double expected =
          (Math.log1p(Math.exp(-2)) // class 1 of logits (0, 2)
                  + Math.log1p(Math.exp(-1))
                  + Math.log1p(Math.exp(0.5))
                  + Math.log1p(Math.exp(-3)))
              / 4;
      assertEquals(expected, evaluation.loss(), 1e-6);
      assertEquals(3, evaluation.correct());
      assertEquals(0.75, evaluation.accuracy());
      assertEquals(0.30064, evaluation.accuracyInterval().low(), 1e-5);
    }
  }

  @Test
  void classesAndTheirMeasuresComeInTheSourcesOrder() {
    BatchLoader source = source(SequenceBatch.withClassIds(SEQUENCES, new int[] {1, 0, 0, 1}));
    try (Model model = weighing(0, 1)) {
      Classification classes = new Evaluator(model, new SoftmaxCrossEntropy()).classify(source);
      assertArrayEquals(new int[] {1, 0, 0, 1}, classes.labels());
      assertArrayEquals(new int[] {1, 0, 1, 0}, classes.predicted());
      assertEquals(1 / (1 + Math.exp(-2)), classes.probabilities()[0][1], 1e-6);
      assertEquals(1, classes.confusion().count(0, 1));
      assertEquals(0.5, classes.roc(1).area());
    }
  }

  @Test
  void aYesOrNoQuestionHasTwoClasses() {
    float[][] answers = {{1}, {0}, {0}, {0}};
    try (Model model = weighing(1)) {
      Classification classes =
          new Evaluator(model, new SigmoidCrossEntropy())
              .classify(source(SequenceBatch.withValues(SEQUENCES, answers)));
      assertArrayEquals(new int[] {1, 0, 0, 0}, classes.labels());
      assertArrayEquals(new int[] {1, 0, 1, 0}, classes.predicted());
      assertEquals(1 / (1 + Math.exp(3)), classes.probabilities()[3][1], 1e-6);
    }
  }

  /** Cross-entropy of class ids by a loss of a user's own, which halves the logits. */
  private static final class Halved implements Loss {
    private final SoftmaxCrossEntropy whole = new SoftmaxCrossEntropy();

    private static Tensor halved(Tensor logits, Scope scope) {
      Tensor halved = scope.floats(logits.shape());
      scope.device().elementwise().activate(Activation.affine(0.5f, 0), logits, halved);
      return halved;
    }

    @Override
    public Result evaluate(Tensor logits, Targets targets, float weight, Scope scope) {
      return whole.evaluate(halved(logits, scope), targets, weight, scope);
    }

    @Override
    public Optional<Tensor> probabilities(Tensor logits, Scope scope) {
      return whole.probabilities(halved(logits, scope), scope);
    }
  }

  @Test
  void aLossOfOnesOwnIsEvaluatedAndClassifies() {
    BatchLoader source = source(SequenceBatch.withClassIds(SEQUENCES, new int[] {1, 0, 0, 1}));
    try (Model doubled = weighing(0, 2);
        Model model = weighing(0, 1)) {
      Evaluator own = new Evaluator(doubled, new Halved());
      Evaluator known = new Evaluator(model, new SoftmaxCrossEntropy());
      assertEquals(known.evaluate(source), own.evaluate(source));
      assertArrayEquals(
          known.classify(source).probabilities(), own.classify(source).probabilities());
    }
  }

  @Test
  void severalAnswersAtOnceAreNoClasses() {
    float[][] answers = {{1, 0}, {0, 1}, {0, 0}, {1, 1}};
    try (Model model = weighing(1, 2)) {
      Evaluator evaluator = new Evaluator(model, new SigmoidCrossEntropy());
      BatchLoader source = source(SequenceBatch.withValues(SEQUENCES, answers));
      assertEquals(
          "loss: expected one that gives the probabilities of classes, or of one answer, got"
              + " SigmoidCrossEntropy of FLOAT32 [4, 2]",
          assertThrows(IllegalArgumentException.class, () -> evaluator.classify(source))
              .getMessage());
    }
  }

  @Test
  void squaredErrorIsMeasuredButHasNoClasses() {
    float[][] values = {{1}, {0}, {0.5f}, {-3}};
    try (Model model = weighing(1)) {
      Evaluator evaluator = new Evaluator(model, new MeanSquaredError());
      BatchLoader source = source(SequenceBatch.withValues(SEQUENCES, values));
      assertEquals(0.5, evaluator.evaluate(source).loss(), 1e-6);
      assertThrows(IllegalArgumentException.class, () -> evaluator.classify(source));
    }
  }

  @Test
  void stepsBeyondASequencesLengthDoNotCount() {
    ModelSpec spec = ModelSpec.ofSequences(1).dense(2);
    try (Model model = Model.create(spec, device, 1)) {
      model.parameter("0.dense.weight").value().write(0f, 1f);
      model.parameter("0.dense.bias").value().write(0f, 0f);
      int[][] labels = {{1, 0}, {0}, {1, 1, -1}, {0}};
      Evaluator evaluator = new Evaluator(model, new SoftmaxCrossEntropy());
      BatchLoader source = source(SequenceBatch.withStepClassIds(SEQUENCES, labels));
      Evaluation evaluation = evaluator.evaluate(source);
      assertEquals(6, evaluation.counted());
      assertEquals(5, evaluation.correct());
      assertEquals(6, evaluator.classify(source).labels().length);

      float[][][] values = {{{9}, {2}}, {{-1}}, {{9}, {9}, {0.5f}}, {{-3}}};
      ModelSpec one = ModelSpec.ofSequences(1).dense(1);
      try (Model copy = Model.create(one, device, 1)) {
        copy.parameter("0.dense.weight").value().write(1f);
        copy.parameter("0.dense.bias").value().write(2f);
        Evaluation squared =
            new Evaluator(copy, new MeanSquaredError())
                .evaluate(source(SequenceBatch.withStepValues(SEQUENCES, values)));
        assertEquals(7, squared.counted());
        assertEquals(4, squared.loss(), 1e-6);
      }
    }
  }
}
