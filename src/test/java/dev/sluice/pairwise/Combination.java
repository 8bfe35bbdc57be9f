package dev.sluice.pairwise;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One row of a table: a value for each factor. */
public final class Combination {
  private final List<Factor<?>> factors;
  private final int[] choices;

  Combination(List<Factor<?>> factors, int[] choices) {
    this.factors = factors;
    this.choices = choices.clone();
  }

  /** The factor's value in this row. */
  public <V> V get(Factor<V> factor) {
    int at = factors.indexOf(factor);
    if (at < 0) {
      throw new IllegalArgumentException("the table has no factor " + factor.name());
    }
    return factor.values().get(choices[at]);
  }

  @Override
  public String toString() {
    return IntStream.range(0, choices.length)
        .mapToObj(k -> factors.get(k).name() + " " + factors.get(k).values().get(choices[k]))
        .collect(Collectors.joining(", "));
  }
}
