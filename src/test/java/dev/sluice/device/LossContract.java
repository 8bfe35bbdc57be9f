package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.assertRefused;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public abstract class LossContract extends DeviceTest {
  private static final float WEIGHT = 0.7f;

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "7, 5", "257, 2", "3, 1031", "3001, 11"})
  void softmaxCrossEntropy(int rows, int classes) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor logits = f.normal(rows, 1, classes);
      Tensor labels = f.integers(-1, classes - 1, rows);
      double[] x = doubles(logits);
      int[] ids = labels.ints();
      int valid = (int) Arrays.stream(ids).filter(id -> id >= 0).count();
      double loss = 0;
      int right = 0;
      double[] gradient = new double[x.length];
      for (int r = 0; r < rows; r++) {
        if (ids[r] < 0) {
          continue;
        }
        double[] p = softmax(Arrays.copyOfRange(x, r * classes, (r + 1) * classes));
        int best = 0;
        for (int c = 0; c < classes; c++) {
          best = p[c] > p[best] ? c : best;
          gradient[r * classes + c] = WEIGHT * (p[c] - (c == ids[r] ? 1 : 0)) / valid;
        }
        loss += WEIGHT * -Math.log(p[ids[r]]) / valid;
        right += best == ids[r] ? 1 : 0;
      }
      LossOperations ops = f.device.losses();
      Tensor totals = f.vector(0.5f, 2);
      Tensor dLogits = f.scope.floats(rows, 1, classes);
      ops.softmaxCrossEntropy(logits, labels, WEIGHT, dLogits, totals);
      assertClose(new double[] {0.5 + loss, 2 + right}, totals, 1e-6);
      assertClose(gradient, dLogits, 1e-6);
      assertIgnoredRowsAreZero(ids, -1, dLogits, classes);

      ops.softmaxCrossEntropy(logits, labels, WEIGHT, null, totals);
      assertClose(new double[] {0.5 + 2 * loss, 2 + 2 * right}, totals, 1e-6);
      ops.softmaxCrossEntropy(logits, labels, WEIGHT, logits, totals);
      assertArrayEquals(dLogits.floats(), logits.floats());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "7, 5", "257, 2", "3, 1031", "3001, 11"})
  void weightsOfClassesCountInTheMean(int rows, int classes) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor logits = f.normal(rows, 1, classes);
      Tensor labels = f.integers(-1, classes - 1, rows);
      Tensor weights = f.scope.floats(classes);
      float[] w = new float[classes];
      for (int c = 0; c < classes; c++) {
        w[c] = (c + 1) % 4 / 8f; // every fourth class counts nothing
      }
      weights.write(w);
      double[] x = doubles(logits);
      int[] ids = labels.ints();
      double sum = Arrays.stream(ids).filter(id -> id >= 0).mapToDouble(id -> w[id]).sum();
      double loss = 0;
      double[] gradient = new double[x.length];
      for (int r = 0; r < rows; r++) {
        if (ids[r] >= 0 && sum > 0) {
          double[] p = softmax(Arrays.copyOfRange(x, r * classes, (r + 1) * classes));
          double share = WEIGHT * w[ids[r]] / sum;
          loss -= share * Math.log(p[ids[r]]);
          for (int c = 0; c < classes; c++) {
            gradient[r * classes + c] = share * (p[c] - (c == ids[r] ? 1 : 0));
          }
        }
      }
      LossOperations ops = f.device.losses();
      Tensor totals = f.vector(0.5f, 0);
      Tensor unweighted = f.vector(0, 0);
      Tensor dLogits = f.scope.floats(rows, 1, classes);
      ops.softmaxCrossEntropy(logits, labels, 1, null, unweighted);
      ops.softmaxCrossEntropy(logits, labels, weights, WEIGHT, dLogits, totals);
      assertClose(new double[] {0.5 + loss, unweighted.floats()[1]}, totals, 1e-6);
      assertClose(gradient, dLogits, 1e-6);
      assertIgnoredRowsAreZero(ids, -1, dLogits, classes);
      ops.softmaxCrossEntropy(logits, labels, weights, WEIGHT, logits, totals);
      assertArrayEquals(dLogits.floats(), logits.floats());
    }
  }

  @Test
  void equalWeightsOfClassesGiveTheBitsOfNone() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor logits = f.normal(100, 3);
      Tensor labels = f.integers(-1, 2, 100);
      Tensor plain = f.scope.floats(100, 3);
      Tensor weighted = f.scope.floats(100, 3);
      Tensor totals = f.vector(0, 0);
      Tensor same = f.vector(0, 0);
      f.device.losses().softmaxCrossEntropy(logits, labels, WEIGHT, plain, totals);
      f.device
          .losses()
          .softmaxCrossEntropy(logits, labels, f.vector(1, 1, 1), WEIGHT, weighted, same);
      assertArrayEquals(plain.floats(), weighted.floats());
      assertArrayEquals(totals.floats(), same.floats());
    }
  }

  @Test
  void labelsThatWeighNothingGiveALossOfZero() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(1, 2);
      Tensor d = f.scope.floats(1, 2);
      Tensor logits = f.scope.zeros(1, 2);
      f.device
          .losses()
          .softmaxCrossEntropy(logits, f.integerVector(0), f.vector(0, 1), 1, d, totals);
      assertArrayEquals(new float[] {1, 3}, totals.floats());
      assertArrayEquals(new float[2], d.floats(), Float.MIN_VALUE); // either zero
    }
  }

  private static double[] softmax(double[] x) {
    double sum = 0;
    double[] p = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      p[c] = Math.exp(x[c]);
      sum += p[c];
    }
    for (int c = 0; c < x.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static void assertIgnoredRowsAreZero(int[] marks, int ignored, Tensor d, int columns) {
    float[] gradient = d.floats();
    for (int i = 0; i < gradient.length; i++) {
      if (marks[i / columns] == ignored) {
        assertEquals(0, gradient[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "7, 5", "257, 2", "3, 1031", "3001, 11"})
  void sigmoidCrossEntropy(int rows, int columns) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor logits = f.normal(rows, columns);
      Tensor targets = f.scope.floats(rows, columns);
      int[] bits = f.integers(0, 4, rows, columns).ints();
      float[] t = new float[bits.length];
      for (int i = 0; i < t.length; i++) {
        t[i] = bits[i] / 4f;
      }
      targets.write(t);
      Tensor mask = f.integers(0, 1, rows);
      int[] counted = mask.ints();
      double count = Math.max(1, Arrays.stream(counted).sum() * columns);
      double[] x = doubles(logits);
      double[] gradient = new double[x.length];
      double loss = 0;
      int right = 0;
      for (int r = 0; r < rows; r++) {
        boolean allRight = counted[r] == 1;
        for (int i = r * columns; i < (r + 1) * columns && counted[r] == 1; i++) {
          double s = 1 / (1 + Math.exp(-x[i]));
          loss -= WEIGHT * (t[i] * Math.log(s) + (1 - t[i]) * Math.log(1 - s)) / count;
          gradient[i] = WEIGHT * (s - t[i]) / count;
          allRight &= s > 0.5 == t[i] > 0.5;
        }
        right += allRight ? 1 : 0;
      }
      Tensor totals = f.vector(1, 1);
      Tensor dLogits = f.scope.floats(rows, columns);
      LossOperations ops = f.device.losses();
      ops.sigmoidCrossEntropy(logits, targets, mask, WEIGHT, dLogits, totals);
      assertClose(new double[] {1 + loss, 1 + right}, totals, 1e-6);
      assertClose(gradient, dLogits, 1e-6);
      assertIgnoredRowsAreZero(counted, 0, dLogits, columns);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "7, 5", "257, 2", "3, 1031", "3001, 11"})
  void meanSquaredError(int rows, int columns) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor predictions = f.normal(rows, columns);
      Tensor targets = f.normal(rows, columns);
      double[] x = doubles(predictions);
      double[] t = doubles(targets);
      Tensor mask = f.integers(0, 1, rows);
      int[] counted = mask.ints();
      double count = Math.max(1, Arrays.stream(counted).sum() * columns);
      double[] gradient = new double[x.length];
      double loss = 0;
      for (int i = 0; i < x.length; i++) {
        double difference = counted[i / columns] * (x[i] - t[i]);
        loss += WEIGHT * difference * difference / count;
        gradient[i] = WEIGHT * 2 * difference / count;
      }
      Tensor totals = f.vector(1, 4);
      Tensor dPredictions = f.scope.floats(rows, columns);
      f.device.losses().meanSquaredError(predictions, targets, mask, WEIGHT, dPredictions, totals);
      assertClose(new double[] {1 + loss, 4}, totals, 1e-6);
      assertClose(gradient, dPredictions, 1e-6);
      assertIgnoredRowsAreZero(counted, 0, dPredictions, columns);
    }
  }

  @Test
  void withoutAMaskEveryRowCounts() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(0, 0);
      Tensor d = f.scope.floats(2);
      Tensor zeros = f.scope.zeros(2);
      f.device.losses().meanSquaredError(f.vector(1, 3), zeros, null, 1, d, totals);
      assertArrayEquals(new float[] {5, 0}, totals.floats());
      assertArrayEquals(new float[] {1, 3}, d.floats());
      f.device.losses().sigmoidCrossEntropy(zeros, zeros, null, 1, d, totals);
      assertArrayEquals(new float[] {5 + (float) Math.log(2), 1}, totals.floats(), 1e-6f);
      assertArrayEquals(new float[] {0.25f, 0.25f}, d.floats());
    }
  }

  @Test
  void withoutValidPositionsTheLossAndItsGradientAreZero() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(2, 3);
      Tensor d = f.scope.floats(2, 3);
      Tensor totals = f.vector(1, 2);
      Tensor none = f.integerVector(0, 0);
      f.device.losses().softmaxCrossEntropy(x, f.integerVector(-1, -1), 1, d, totals);
      assertArrayEquals(new float[6], d.floats());
      f.device.elementwise().fill(d, 1);
      f.device.losses().sigmoidCrossEntropy(x, x, none, 1, d, totals);
      assertArrayEquals(new float[6], d.floats());
      f.device.elementwise().fill(d, 1);
      f.device.losses().meanSquaredError(x, x, none, 1, d, totals);
      assertArrayEquals(new float[6], d.floats());
      assertArrayEquals(new float[] {1, 2}, totals.floats());
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(0, 0);
      Tensor x = f.scope.floats(1, 2);
      x.write(1000f, -1000f);
      Tensor d = f.scope.floats(1, 2);
      f.device.losses().softmaxCrossEntropy(x, f.integerVector(1), 1, d, totals);
      assertArrayEquals(new float[] {2000, 0}, totals.floats());
      assertArrayEquals(new float[] {1, -1}, d.floats());
      Tensor t = f.scope.floats(1, 2);
      t.write(0f, 1f);
      f.device.losses().sigmoidCrossEntropy(x, t, null, 1, d, totals);
      assertArrayEquals(new float[] {3000, 0}, totals.floats());
      assertArrayEquals(new float[] {0.5f, -0.5f}, d.floats());
      f.device.losses().softmax(x, d);
      assertArrayEquals(new float[] {1, 0}, d.floats());
    }
  }

  @Test
  void nanInALogitShowsInTheLossAndIsNeverRight() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(0, 0);
      Tensor x = f.scope.floats(1, 2);
      x.write(1, Float.NaN);
      f.device.losses().softmaxCrossEntropy(x, f.integerVector(0), 1, null, totals);
      assertArrayEquals(new float[] {Float.NaN, 0}, totals.floats());
      totals.write(0f, 0f);
      Tensor t = f.scope.floats(1, 2);
      t.write(1f, 0f);
      f.device.losses().sigmoidCrossEntropy(x, t, null, 1, null, totals);
      assertArrayEquals(new float[] {Float.NaN, 0}, totals.floats());
    }
  }

  @Test
  void whatIsNotCountedMayHoldAnything() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(0, 0);
      Tensor nan = f.scope.floats(1, 2);
      f.device.elementwise().fill(nan, Float.NaN);
      Tensor none = f.integerVector(0);
      f.device.losses().softmaxCrossEntropy(nan, f.integerVector(-1), 1, null, totals);
      f.device.losses().sigmoidCrossEntropy(nan, nan, none, 1, null, totals);
      f.device.losses().meanSquaredError(nan, nan, none, 1, null, totals);
      assertArrayEquals(new float[] {0, 0}, totals.floats());
    }
  }

  @Test
  void equalLogitsChooseTheFirst() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor totals = f.vector(0, 0);
      Tensor x = f.scope.zeros(2, 3);
      f.device.losses().softmaxCrossEntropy(x, f.integerVector(0, 2), 1, null, totals);
      assertArrayEquals(new float[] {(float) Math.log(3), 1}, totals.floats(), 1e-6f);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "5, 1", "3, 1031", "2001, 7"})
  void softmaxOfEachRow(int rows, int columns) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(rows, columns);
      double[] values = doubles(x);
      double[] expected = new double[values.length];
      for (int r = 0; r < rows; r++) {
        int at = r * columns;
        double[] p = softmax(Arrays.copyOfRange(values, at, at + columns));
        System.arraycopy(p, 0, expected, at, columns);
      }
      Tensor p = f.scope.floats(rows, columns);
      f.device.losses().softmax(x, p);
      assertClose(expected, p, 1e-6);
      f.device.losses().softmax(x, x);
      assertArrayEquals(p.floats(), x.floats());
    }
  }

  @Test
  void wrongArgumentsAreNamedAndTotalsStay() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      LossOperations ops = f.device.losses();
      Tensor x = f.normal(2, 3);
      Tensor other = f.normal(3, 2);
      Tensor totals = f.vector(1, 1);
      Tensor labels = f.integerVector(0, 2);
      Tensor t = f.scope.zeros(2, 3);
      assertRefused(
          "labels: expected INT32 with 2 elements",
          () -> ops.softmaxCrossEntropy(x, f.integerVector(1), 1, null, totals));
      assertRefused(
          "dLogits: expected FLOAT32 [2, 3]",
          () -> ops.softmaxCrossEntropy(x, labels, 1, other, totals));
      assertRefused(
          "classWeights: expected FLOAT32 [3], got FLOAT32 [2]",
          () -> ops.softmaxCrossEntropy(x, labels, totals, 1, null, totals));
      assertRefused(
          "totals: expected FLOAT32 [2]", () -> ops.softmaxCrossEntropy(x, labels, 1, null, x));
      assertRefused(
          "targets: expected FLOAT32 [2, 3]",
          () -> ops.sigmoidCrossEntropy(x, other, null, 1, null, totals));
      assertRefused(
          "mask: expected INT32 with 2 elements",
          () -> ops.sigmoidCrossEntropy(x, t, f.integerVector(1), 1, null, totals));
      assertRefused(
          "dPredictions: expected FLOAT32 [2, 3]",
          () -> ops.meanSquaredError(x, t, null, 1, other, totals));
      assertRefused("probabilities: expected FLOAT32 with 6", () -> ops.softmax(x, totals));
      assertArrayEquals(new float[] {1, 1}, totals.floats());
    }
  }

  @Test
  void labelsAndTargetsOutOfRangeAreNamed() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      LossOperations ops = f.device.losses();
      Tensor x = f.normal(2, 3);
      Tensor totals = f.vector(1, 1);
      f.assertValueRefused(
          "labels: expected -1 to 2, got 3",
          "[1]",
          1,
          () -> ops.softmaxCrossEntropy(x, f.integerVector(0, 3), 1, null, totals));
      f.assertValueRefused(
          "labels: expected -1 to 2, got -2",
          "[0]",
          0,
          () -> ops.softmaxCrossEntropy(x, f.integerVector(-2, 0), 1, null, totals));
      Tensor t = f.scope.zeros(2, 3);
      for (float wrong : new float[] {1.5f, -0.25f, Float.NaN}) {
        t.write(0, 0, 0, 0, wrong, 0);
        f.assertValueRefused(
            "targets: expected 0 to 1, got " + wrong,
            "row 1, column 1",
            4,
            () -> ops.sigmoidCrossEntropy(x, t, null, 1, null, totals));
        ops.sigmoidCrossEntropy(x, t, f.integerVector(1, 0), 1, null, totals);
        totals.floats();
      }
      t.write(0f, 1, 0, 1, 1, 0);
      ops.sigmoidCrossEntropy(x, t, null, 1, null, totals);
      ops.softmaxCrossEntropy(x, f.integerVector(-1, 2), 1, null, totals);
      totals.floats();
    }
  }

  @Test
  void anAnswerIsRightIfNoLogitBeatsTheLabels() {
    float[][] rows = {{1, 2, 2}, {2, 1, 0}, {0, 1, 2}, {2, 2, 1}, {-1, -1, -1}};
    int[][] right = {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 0}, {1, 0, 0}};
    try (OperationsFixture f = new OperationsFixture(device)) {
      for (int r = 0; r < rows.length; r++) {
        for (int label = 0; label < 3; label++) {
          Tensor x = f.scope.floats(1, 3);
          x.write(rows[r]);
          Tensor totals = f.vector(0, 0);
          f.device.losses().softmaxCrossEntropy(x, f.integerVector(label), 1, null, totals);
          assertEquals(right[r][label], totals.floats()[1], "row " + r + ", label " + label);
        }
      }
    }
  }

  @Test
  void aRowOfProbabilitiesIsRightIfAllItsColumnsAre() {
    float[] logits = {0.1f, -0.1f, 0, 0, 0.1f, 0.1f, -0.1f, 0};
    float[] targets = {1, 0, 0, 0.5f, 0.6f, 0.5f, 0.6f, 0};
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.scope.floats(4, 2);
      x.write(logits);
      Tensor t = f.scope.floats(4, 2);
      t.write(targets);
      Tensor totals = f.vector(0, 0);
      f.device.losses().sigmoidCrossEntropy(x, t, null, 1, null, totals);
      assertEquals(2, totals.floats()[1]);
    }
  }
}
