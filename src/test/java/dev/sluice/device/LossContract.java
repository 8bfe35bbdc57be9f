package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of losses that every device must pass: values and gradients against float64 loops. */
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
  void classWeightsWeightTheMean(int rows, int classes) {
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
  void equalClassWeightsGiveTheBitsOfNone() {
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
}
