package dev.sluice.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.Values;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest extends OnCpu {
  private static final int ROWS = 6;
  private static final int COLUMNS = 4;
  private final Random random = new Random(3);

  @ParameterizedTest
  @ValueSource(floats = {1, 0.25f})
  void softmaxCrossEntropyEqualsDoubleLoops(float weight) {
    int[] labels = {0, 3, -1, 2, 1, 1};
    double[][] logits = Values.random(3, random, ROWS, COLUMNS);
    double loss = 0;
    int right = 0;
    double[][] gradient = new double[ROWS][COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      if (labels[r] < 0) {
        continue;
      }
      double sum = 0;
      int best = 0;
      for (int c = 0; c < COLUMNS; c++) {
        sum += Math.exp(logits[r][c]);
        best = logits[r][c] > logits[r][best] ? c : best;
      }
      right += best == labels[r] ? 1 : 0;
      loss -= Math.log(Math.exp(logits[r][labels[r]]) / sum);
      for (int c = 0; c < COLUMNS; c++) {
        double hit = c == labels[r] ? 1 : 0;
        gradient[r][c] = weight / 5 * (Math.exp(logits[r][c]) / sum - hit);
      }
    }
    Targets targets = Targets.classes(scope, labels);
    assertEquals(5, targets.counted());
    check(new SoftmaxCrossEntropy(), logits, targets, weight, weight * loss / 5, right, gradient);
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 0.25f})
  void sigmoidCrossEntropyEqualsDoubleLoops(float weight) {
    int[] mask = {1, 0, 1, 1, 0, 1};
    double[][] logits = Values.random(3, random, ROWS, COLUMNS);
    double[][] wanted = new double[ROWS][COLUMNS];
    double loss = 0;
    int right = 0;
    double[][] gradient = new double[ROWS][COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      boolean all = true;
      for (int c = 0; c < COLUMNS; c++) {
        // Row 0 is predicted correctly; the other rows are random.
        wanted[r][c] = r == 0 ? (logits[r][c] > 0 ? 1 : 0) : random.nextInt(2);
        double p = 1 / (1 + Math.exp(-logits[r][c]));
        all &= p > 0.5 == wanted[r][c] > 0.5;
        if (mask[r] != 0) {
          loss -= wanted[r][c] * Math.log(p) + (1 - wanted[r][c]) * Math.log(1 - p);
          gradient[r][c] = weight * (p - wanted[r][c]) / (4 * COLUMNS);
        }
      }
      right += all && mask[r] != 0 ? 1 : 0;
    }
    Targets targets =
        Targets.values(scope, Values.floats(Values.flat(wanted)), ROWS, COLUMNS)
            .withMask(scope, mask);
    assertEquals(4, targets.counted());
    double mean = weight * loss / (4 * COLUMNS);
    check(new SigmoidCrossEntropy(), logits, targets, weight, mean, right, gradient);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void meanSquaredErrorEqualsDoubleLoops(boolean masked) {
    int[] mask = {0, 1, 1, 1, 1, 0};
    double[][] predictions = Values.random(3, random, ROWS, COLUMNS);
    double[][] wanted = Values.random(3, random, ROWS, COLUMNS);
    int counted = masked ? 4 : ROWS;
    double loss = 0;
    double[][] gradient = new double[ROWS][COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS && (!masked || mask[r] != 0); c++) {
        double difference = predictions[r][c] - wanted[r][c];
        loss += difference * difference / (counted * COLUMNS);
        gradient[r][c] = 2 * difference / (counted * COLUMNS);
      }
    }
    Targets all = Targets.values(scope, Values.floats(Values.flat(wanted)), ROWS, COLUMNS);
    Targets targets = masked ? all.withMask(scope, mask) : all;
    check(new MeanSquaredError(), predictions, targets, 1, loss, 0, gradient);
  }

  /** Values of torch.nn.CrossEntropyLoss(weight=...), PyTorch 2.13. */
  @Test
  void weightsOfClassesCountAsInPyTorch() {
    float[] logits = {0.5f, -1, 2, 1.5f, 0.25f, -0.75f, 0, 3, 1, -2, 0.5f, 0.5f};
    Targets targets = Targets.classes(scope, 2, 0, -1, 1);
    Loss loss = SoftmaxCrossEntropy.withClassWeights(0.5f, 2, 1.25f);
    Loss.Result result = loss.evaluate(floats(logits, 4, 3), targets, scope);
    assertEquals(0.515657365f, result.loss(), 1e-6f);
    double[] gradient = {
      0.058430132,
      0.013037524,
      -0.071467660,
      -0.037541289,
      0.027444880,
      0.010096408,
      0,
      0,
      0,
      0.021026358,
      -0.277179897,
      0.256153464
    };
    assertClose(gradient, result.gradient());
    assertEquals(1.25 + 0.5 + 2, loss.weightOf(targets));
  }

  @Test
  void theWeightOfLabelsIsKnownWithoutTheDevice() {
    Loss loss = SoftmaxCrossEntropy.withClassWeights(0.5f, 2);
    int[] labels = {1, 0, -1, 7};
    Targets targets;
    Targets perStep;
    try (Scope closed = scope.device().scope()) {
      targets = Targets.classes(closed, labels);
      perStep = Targets.classesPerStep(closed, 2, new int[][] {{1, 1}, {0}});
    }
    labels[1] = 1;
    assertEquals(2.5, loss.weightOf(targets));
    assertEquals(4.5, loss.weightOf(perStep));
  }

  @Test
  void theWeightOfLabelsThatOnlyTheDeviceHasIsRead() {
    Tensor values = scope.ints(3);
    values.write(1, -1, 0);
    Loss loss = SoftmaxCrossEntropy.withClassWeights(0.5f, 2);
    assertEquals(2.5, loss.weightOf(new Targets(values, null, 2)));
  }

  @Test
  void theGradientOfTheWeightedLossIsThatOfCentralDifferences() {
    int[] labels = {0, 3, -1, 2, 1, 1};
    float[] weights = {0.25f, 3, 1, 0};
    double[][] logits = Values.random(3, random, ROWS, COLUMNS);
    double[][] gradient = new double[ROWS][COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        double at = logits[r][c];
        logits[r][c] = at + 1e-5;
        double above = weightedLoss(logits, labels, weights);
        logits[r][c] = at - 1e-5;
        gradient[r][c] = (above - weightedLoss(logits, labels, weights)) / 2e-5;
        logits[r][c] = at;
      }
    }
    Loss loss = SoftmaxCrossEntropy.withClassWeights(weights);
    Tensor given = floats(Values.floats(Values.flat(logits)), ROWS, COLUMNS);
    Loss.Result result = loss.evaluate(given, Targets.classes(scope, labels), scope);
    assertEquals(weightedLoss(logits, labels, weights), result.loss(), 1e-6);
    assertClose(Values.flat(gradient), result.gradient());
  }

  private static double weightedLoss(double[][] logits, int[] labels, float[] weights) {
    double loss = 0;
    double sum = 0;
    for (int r = 0; r < labels.length; r++) {
      if (labels[r] >= 0) {
        double exponentials = Arrays.stream(logits[r]).map(Math::exp).sum();
        loss += weights[labels[r]] * (Math.log(exponentials) - logits[r][labels[r]]);
        sum += weights[labels[r]];
      }
    }
    return loss / sum;
  }

  @Test
  void balancedWeightsGiveEachClassTheSamePart() {
    float[] weights = SoftmaxCrossEntropy.balancedWeights(3, 0, 0, 0, 1, -1, 2, 2);
    assertArrayEquals(new float[] {2f / 3, 2, 1}, weights, 1e-7f);
    assertEquals(
        "labels: expected some of class 1, got none",
        refusal(() -> SoftmaxCrossEntropy.balancedWeights(2, 0, 0)));
    assertEquals(
        "labels: expected -1 to 1, got 2",
        refusal(() -> SoftmaxCrossEntropy.balancedWeights(2, 0, 2)));
  }

  @Test
  void invalidWeightsAreNamed() {
    assertEquals(
        "weights[1]: expected a finite number of at least 0, got -1.0",
        refusal(() -> SoftmaxCrossEntropy.withClassWeights(1, -1)));
    assertEquals(
        "weights[0]: expected a finite number of at least 0, got NaN",
        refusal(() -> SoftmaxCrossEntropy.withClassWeights(Float.NaN)));
    assertEquals(
        "weights: expected one above 0, got [0.0, 0.0]",
        refusal(() -> SoftmaxCrossEntropy.withClassWeights(0, 0)));
    Loss two = SoftmaxCrossEntropy.withClassWeights(1, 2);
    Tensor three = floats(new float[3], 1, 3);
    assertEquals(
        "classWeights: expected FLOAT32 [3], got FLOAT32 [2]",
        refusal(() -> two.evaluate(three, Targets.classes(scope, 0), scope)));
  }

  private void check(
      Loss measured,
      double[][] predictions,
      Targets targets,
      float weight,
      double loss,
      int right,
      double[][] gradient) {
    Tensor given = floats(Values.floats(Values.flat(predictions)), ROWS, COLUMNS);
    Loss.Result result = measured.evaluate(given, targets, weight, scope);
    assertClose(new double[] {loss, right}, result.totals());
    assertEquals(result.totals().floats()[0], result.loss());
    assertClose(Values.flat(gradient), result.gradient());
  }

  @Test
  void labelsPerStepAreTimeMajorAndMissingStepsDoNotCount() {
    Targets targets = Targets.classesPerStep(scope, 4, new int[][] {{1, 2, 0}, {3}, {-1, 4}});
    assertArrayEquals(
        new int[] {1, 3, -1, 2, -1, 4, 0, -1, -1, -1, -1, -1}, targets.values().ints());
    assertArrayEquals(new int[] {4, 3}, targets.values().shape().sizes());
    assertEquals(5, targets.counted());
  }

  @Test
  void targetsThatDoNotFitAreNamed() {
    Tensor logits = floats(new float[6], 3, 2);
    Targets tooFew = Targets.classes(scope, 0, 1);
    assertEquals(
        "targets: expected 3 class ids INT32, one per row of the predictions FLOAT32 [3, 2],"
            + " got INT32 [2]",
        refusal(() -> new SoftmaxCrossEntropy().evaluate(logits, tooFew, 1, scope)));
    Targets column = Targets.values(scope, new float[3], 3, 1);
    assertEquals(
        "targets: expected FLOAT32 [3, 2], got FLOAT32 [3, 1]",
        refusal(() -> new MeanSquaredError().evaluate(logits, column, 1, scope)));
    assertEquals(
        "targets mask: expected 3 numbers, one per row of FLOAT32 [3, 1], got 2",
        refusal(() -> column.withMask(scope, 1, 0)));
    assertEquals(
        "labels: expected at most 1 steps, got 2 in row 0",
        refusal(() -> Targets.classesPerStep(scope, 1, new int[][] {{0, 1}})));
    Tensor flat = floats(new float[3], 3);
    assertEquals(
        "predictions: expected FLOAT32 [rows..., columns], got FLOAT32 [3]",
        refusal(() -> new SigmoidCrossEntropy().evaluate(flat, column, 1, scope)));
  }

  @Test
  void aLabelThatIsNoClassIsRefused() {
    Targets targets = Targets.classes(scope, 2);
    Tensor logits = floats(new float[2], 1, 2);
    refusal(() -> new SoftmaxCrossEntropy().evaluate(logits, targets, 1, scope));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
