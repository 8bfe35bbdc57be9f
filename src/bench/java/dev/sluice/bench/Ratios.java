package dev.sluice.bench;

import java.util.Arrays;
import java.util.Optional;

/**
 * How many times as fast as others an engine is, over several tasks.
 *
 * @param count how many tasks
 * @param mean the geometric mean
 * @param least the smallest
 */
public record Ratios(int count, double mean, double least) {

  /** Of some ratios, each above 0; empty without any. */
  public static Optional<Ratios> of(double... ratios) {
    if (ratios.length == 0) {
      return Optional.empty();
    }
    double logarithms = Arrays.stream(ratios).map(Math::log).average().orElseThrow();
    double least = Arrays.stream(ratios).min().orElseThrow();
    return Optional.of(new Ratios(ratios.length, Math.exp(logarithms), least));
  }
}
