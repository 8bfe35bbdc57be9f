package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Tests of losses in edge cases: ignored rows, ties, huge numbers, NaN and refused arguments. */
public abstract class LossEdgeCasesContract extends DeviceTest {
  @Test
  void labelsOfWeightZeroGiveALossOfZero() {
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
  void aNaNLogitMakesTheLossNaNAndIsNeverCorrect() {
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
  void ignoredRowsMayContainNaN() {
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
  void aPredictionIsCorrectIfNoLogitIsLargerThanTheLabels() {
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
  void aRowIsCorrectIfAllItsColumnsAre() {
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
