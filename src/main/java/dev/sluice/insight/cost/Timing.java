package dev.sluice.insight.cost;

import java.util.Arrays;

/**
 * A time that was measured in several rounds, in nanoseconds per token. A token is one timestep of
 * one sequence.
 *
 * @param median the median over the rounds
 * @param fastest the fastest round
 * @param slowest the slowest round
 */
public record Timing(double median, double fastest, double slowest) {

  /** Summarizes the rounds; at least one. */
  static Timing of(double[] rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Timing(median, sorted[0], sorted[sorted.length - 1]);
  }
}
