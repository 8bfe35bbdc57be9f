package dev.sluice.device.cpu.operation;

import dev.sluice.device.LossOperations;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.runtime.BlockSums;
import dev.sluice.device.cpu.runtime.CpuArguments;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.IndexPartition;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Losses with their gradients on the CPU, row by row. Losses are summed in double precision. */
public final class CpuLossOperations implements LossOperations {
  /** The cost of an exponential, in additions. */
  private static final int EXP_COST = 8;

  private final IndexPartition partition;
  private final BlockSums sums;

  public CpuLossOperations(CpuBackend device) {
    partition = new IndexPartition(device.workers());
    sums = new BlockSums(partition);
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits,
      Tensor labels,
      @Nullable Tensor classWeights,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    int rows = logits.shape().rows();
    int columns = logits.shape().columns();
    int[] ids = CpuArguments.within("labels", CpuTensor.of(labels), -1, columns - 1);
    float[] x = CpuTensor.of(logits).readFloats();
    float[] d = gradient(dLogits);
    float[] w = classWeights == null ? null : CpuTensor.of(classWeights).readFloats();
    double weights = sumOfWeights(ids, rows, w);
    float factor = weights == 0 ? 0 : weight / (float) weights;
    AtomicInteger correct = new AtomicInteger();
    double loss =
        sums.rows(
            rows,
            EXP_COST * columns,
            (from, to) -> {
              double sum = 0;
              int correctHere = 0;
              for (int r = from; r < to; r++) {
                int at = r * columns;
                if (ids[r] < 0) {
                  clear(d, at, columns);
                } else {
                  correctHere += SoftmaxRow.argmax(x, at, columns) == ids[r] ? 1 : 0;
                  float own = w == null ? 1 : w[ids[r]];
                  sum += own * SoftmaxRow.crossEntropy(x, at, columns, ids[r], factor * own, d);
                }
              }
              correct.addAndGet(correctHere);
              return sum;
            });
    addTotals(totals, weight, loss, weights, correct.get());
  }

  /** The sum of the weights of all rows with a label; each weight is 1 without class weights. */
  private static double sumOfWeights(int[] ids, int rows, float @Nullable [] classWeights) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      if (ids[r] >= 0) {
        sum += classWeights == null ? 1 : classWeights[ids[r]];
      }
    }
    return sum;
  }

  @Override
  public void sigmoidCrossEntropy(
      Tensor logits,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    int rows = logits.shape().rows();
    int columns = logits.shape().columns();
    float[] t = CpuTensor.of(targets).readFloats();
    int[] counted = mask(mask);
    requireProbabilities(t, counted, rows, columns);
    float[] x = CpuTensor.of(logits).readFloats();
    float[] d = gradient(dLogits);
    int valid = valid(counted, rows);
    float factor = weight / Math.max(1, (float) valid * columns);
    AtomicInteger correct = new AtomicInteger();
    double loss =
        sums.rows(
            rows,
            EXP_COST * columns,
            (from, to) -> {
              double sum = 0;
              int correctHere = 0;
              for (int r = from; r < to; r++) {
                int at = r * columns;
                if (counted != null && counted[r] == 0) {
                  clear(d, at, columns);
                } else {
                  correctHere += allColumnsCorrect(x, t, at, columns) ? 1 : 0;
                  sum += sigmoidCrossEntropy(x, t, at, columns, factor, d);
                }
              }
              correct.addAndGet(correctHere);
              return sum;
            });
    addTotals(totals, weight, loss, (double) valid * columns, correct.get());
  }

  /**
   * The sum of {@code -t ln(s) - (1 - t) ln(1 - s)}, s = sigmoid(x), in a form that cannot
   * overflow.
   */
  private static double sigmoidCrossEntropy(
      float[] x, float[] t, int at, int columns, float factor, float @Nullable [] d) {
    double sum = 0;
    for (int i = at; i < at + columns; i++) {
      float value = x[i];
      float target = t[i];
      double e = Math.exp(-Math.abs(value));
      sum += Math.max(value, 0) - (double) value * target + Math.log1p(e);
      if (d != null) {
        double sigmoid = (value >= 0 ? 1 : e) / (1 + e);
        d[i] = (float) (sigmoid - target) * factor;
      }
    }
    return sum;
  }

  private static boolean allColumnsCorrect(float[] x, float[] t, int at, int columns) {
    for (int i = at; i < at + columns; i++) {
      if (x[i] > 0 != t[i] > 0.5f || Float.isNaN(x[i])) {
        return false;
      }
    }
    return true;
  }

  private static void requireProbabilities(
      float[] t, int @Nullable [] counted, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      if (counted != null && counted[r] == 0) {
        continue;
      }
      for (int c = 0; c < columns; c++) {
        float target = t[r * columns + c];
        if (!(target >= 0 && target <= 1)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "targets: expected 0 to 1, got %s at row %d, column %d",
                  target,
                  r,
                  c));
        }
      }
    }
  }

  @Override
  public void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals) {
    int rows = predictions.shape().rows();
    int columns = predictions.shape().columns();
    float[] t = CpuTensor.of(targets).readFloats();
    int[] counted = mask(mask);
    float[] x = CpuTensor.of(predictions).readFloats();
    float[] d = gradient(dPredictions);
    int valid = valid(counted, rows);
    float factor = 2 * weight / Math.max(1, (float) valid * columns);
    double loss =
        sums.rows(
            rows,
            columns,
            (from, to) -> {
              double sum = 0;
              for (int r = from; r < to; r++) {
                int at = r * columns;
                if (counted != null && counted[r] == 0) {
                  clear(d, at, columns);
                } else {
                  sum += squaredError(x, t, at, columns, factor, d);
                }
              }
              return sum;
            });
    addTotals(totals, weight, loss, (double) valid * columns, 0);
  }

  private static double squaredError(
      float[] x, float[] t, int at, int columns, float factor, float @Nullable [] d) {
    double sum = 0;
    for (int i = at; i < at + columns; i++) {
      float difference = x[i] - t[i];
      sum += (double) difference * difference;
      if (d != null) {
        d[i] = difference * factor;
      }
    }
    return sum;
  }

  @Override
  public void softmax(Tensor logits, Tensor probabilities) {
    CpuTensor in = CpuTensor.of(logits);
    CpuTensor out = CpuTensor.of(probabilities);
    int columns = logits.shape().columns();
    float[] a = in.readFloats();
    float[] b = out.writeFloats();
    partition.rows(
        logits.shape().rows(),
        (long) EXP_COST * columns,
        (from, end) -> {
          for (int r = from; r < end; r++) {
            SoftmaxRow.softmax(a, r * columns, columns, b);
          }
        });
  }

  /** The array of an optional gradient; null for null. */
  private static float @Nullable [] gradient(@Nullable Tensor gradient) {
    return gradient == null ? null : CpuTensor.of(gradient).writeFloats();
  }

  private static int @Nullable [] mask(@Nullable Tensor mask) {
    return mask == null ? null : CpuTensor.of(mask).readInts();
  }

  private static int valid(int @Nullable [] mask, int rows) {
    int valid = mask == null ? rows : 0;
    for (int r = 0; mask != null && r < rows; r++) {
      valid += mask[r] == 0 ? 0 : 1;
    }
    return valid;
  }

  private static void clear(float @Nullable [] d, int at, int columns) {
    if (d != null) {
      Arrays.fill(d, at, at + columns, 0);
    }
  }

  /**
   * Adds the mean loss and the number of correct predictions to the totals.
   *
   * @param loss the sum over the valid positions
   * @param count the divisor of the mean; 0 without valid positions, where the loss is also 0
   */
  private static void addTotals(
      Tensor totals, float weight, double loss, double count, int correct) {
    float[] into = CpuTensor.of(totals).writeFloats();
    into[0] += (float) (weight * loss / (count == 0 ? 1 : count));
    into[1] += correct;
  }
}
