package dev.sluice.insight.inspect;

import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.Direction;
import java.util.Arrays;

/**
 * How much the decision reads each unit after each step, see {@link LayerTrace}: over the steps,
 * the weights of a unit sum to 1, or are 0 if it is not read.
 */
final class ReadWeights {
  private final int steps;
  private final int units;

  /** {@code [T, H]}. */
  private final double[] weights;

  private ReadWeights(int steps, int units, double[] weights) {
    this.steps = steps;
    this.units = units;
    this.weights = weights;
  }

  /**
   * The weights of one direction of the topmost recurrent layer.
   *
   * @param gradient of the log odds with respect to its output, {@code [T, F]}
   */
  static ReadWeights of(float[] gradient, RecurrentSpec top, Direction direction) {
    int columns = top.outputSize();
    int units = top.cells().get(top.layers() - 1).outputSize();
    int offset =
        top.merge() == Merge.SUMMED ? 0 : top.directions().each().indexOf(direction) * units;
    int steps = gradient.length / columns;
    double[] weights = new double[steps * units];
    for (int u = 0; u < units; u++) {
      double sum = 0;
      for (int t = 0; t < steps; t++) {
        sum += Math.abs(gradient[t * columns + offset + u]);
      }
      for (int t = 0; t < steps && sum > 0; t++) {
        weights[t * units + u] = Math.abs(gradient[t * columns + offset + u]) / sum;
      }
    }
    return new ReadWeights(steps, units, weights);
  }

  /** The same weights for each of this many units: the means of these. */
  ReadWeights averaged(int units) {
    double[] mean = mean();
    double[] same = new double[steps * units];
    for (int t = 0; t < steps; t++) {
      Arrays.fill(same, t * units, (t + 1) * units, mean[t]);
    }
    return new ReadWeights(steps, units, same);
  }

  /** These weights with the last step first, for the other direction. */
  ReadWeights mirrored() {
    double[] mirrored = new double[weights.length];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(weights, t * units, mirrored, (steps - 1 - t) * units, units);
    }
    return new ReadWeights(steps, units, mirrored);
  }

  /** H. */
  int units() {
    return units;
  }

  /** T. */
  int steps() {
    return steps;
  }

  double get(int step, int unit) {
    return weights[step * units + unit];
  }

  /** Whether a unit is read at some step. */
  boolean reads(int unit) {
    for (int t = 0; t < steps; t++) {
      if (get(t, unit) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The mean over the units that are read, {@code [T]}; zeros if there are none. */
  double[] mean() {
    double[] mean = new double[steps];
    double read = 0;
    for (int t = 0; t < steps; t++) {
      for (int u = 0; u < units; u++) {
        mean[t] += get(t, u);
        read += get(t, u);
      }
    }
    // The weights of each unit that is read sum to 1.
    for (int t = 0; t < steps && read > 0; t++) {
      mean[t] /= read;
    }
    return mean;
  }
}
