package dev.sluice.insight.inspect;

import java.util.Arrays;

/** A text whose contributions are being integrated: the sums so far. */
final class AttributedText {
  private final float[] vectors;
  private final float[] baseline;
  private final int length;
  private final double[] sums;
  private int predicted;
  private double logOdds;
  private double baselineLogOdds;
  private int steps;

  /**
   * Starts without sums.
   *
   * @param vectors of the tokens, {@code [T, E]}; not copied
   * @param baseline vector of the baseline at every token, {@code [E]}; not copied
   */
  AttributedText(float[] vectors, float[] baseline) {
    this.vectors = vectors;
    this.baseline = baseline;
    this.length = vectors.length / baseline.length;
    this.sums = new double[length];
  }

  /** T. */
  int length() {
    return length;
  }

  int predicted() {
    return predicted;
  }

  /** Takes the logits at both ends of the path. */
  void setEnds(double[] logits, double[] baselineLogits) {
    predicted = LogOdds.predicted(logits);
    logOdds = LogOdds.of(logits, predicted);
    baselineLogOdds = LogOdds.of(baselineLogits, predicted);
  }

  /** Sets the sums to zero, for a rule with this many points. */
  void begin(int points) {
    steps = points;
    Arrays.fill(sums, 0);
  }

  /**
   * Writes the vectors of one point of the path into row n of a batch; padding stays as it is.
   *
   * @param position from 0, the baseline, to 1, the text
   * @param batch {@code [timesteps, rows, E]}
   */
  void writePoint(double position, float[] batch, int n, int rows) {
    int size = baseline.length;
    for (int t = 0; t < length; t++) {
      int target = (t * rows + n) * size;
      for (int e = 0; e < size; e++) {
        batch[target + e] =
            (float) ((1 - position) * baseline[e] + position * vectors[t * size + e]);
      }
    }
  }

  /**
   * Adds the weighted gradients at one point of the path, times the whole way of each vector.
   *
   * @param gradients {@code [timesteps, rows, E]}
   */
  void add(double weight, float[] gradients, int n, int rows) {
    int size = baseline.length;
    for (int t = 0; t < length; t++) {
      int source = (t * rows + n) * size;
      double product = 0;
      for (int e = 0; e < size; e++) {
        product += (vectors[t * size + e] - baseline[e]) * (double) gradients[source + e];
      }
      sums[t] += weight * product;
    }
  }

  Attribution result() {
    return new Attribution(
        predicted,
        new Contributions(Arrays.stream(sums).boxed().toList(), logOdds, baselineLogOdds, steps));
  }
}
