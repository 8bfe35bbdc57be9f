package dev.sluice.pairwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Proves of a table that all pairs meet in it that can: counts them in the full product, and knows
 * nothing of how the table was made.
 */
public final class PairCoverage {
  private final PairwiseTable table;
  private final Set<String> expected = new HashSet<>();

  private PairCoverage(PairwiseTable table) {
    this.table = table;
  }

  /** Fails unless each two values of any two factors meet in a row. */
  public static void assertComplete(PairwiseTable table) {
    assertComplete(table, List.of(), row -> true);
  }

  /**
   * Fails unless each row is possible, and each pair that is in a possible combination is in a row.
   *
   * @param bound the factors that exclude each other's values
   * @param possible asked about all combinations of the bound factors, and only about those
   */
  public static void assertComplete(
      PairwiseTable table, List<Factor<?>> bound, Predicate<Combination> possible) {
    PairCoverage proof = new PairCoverage(table);
    proof.expectThePairsOf(bound, possible, new int[bound.size()], 0);
    proof.expectThePairsWithFreeFactors(bound);
    Set<String> met = new HashSet<>();
    table
        .rows()
        .forEach(
            row -> {
              assertTrue(possible.test(row), () -> "not possible: " + row);
              proof.addPairs(row, table.factors(), met);
            });
    Set<String> missing = new TreeSet<>(proof.expected);
    missing.removeAll(met);
    assertEquals(Set.of(), missing);
  }

  private void expectThePairsOf(
      List<Factor<?>> bound, Predicate<Combination> possible, int[] choices, int next) {
    if (next == bound.size()) {
      Combination combination = new Combination(bound, choices);
      if (possible.test(combination)) {
        addPairs(combination, bound, expected);
      }
      return;
    }
    for (int k = 0; k < bound.get(next).values().size(); k++) {
      choices[next] = k;
      expectThePairsOf(bound, possible, choices, next + 1);
    }
  }

  private void expectThePairsWithFreeFactors(List<Factor<?>> bound) {
    List<Factor<?>> free = new ArrayList<>(table.factors());
    free.removeAll(bound);
    for (Factor<?> one : free) {
      for (Factor<?> other : table.factors()) {
        for (Object value : one.values()) {
          for (Object otherValue : other.values()) {
            if (one != other) {
              expected.add(pair(one, value, other, otherValue));
            }
          }
        }
      }
    }
  }

  private void addPairs(Combination row, List<Factor<?>> factors, Set<String> pairs) {
    for (int k = 0; k < factors.size(); k++) {
      for (Factor<?> other : factors.subList(k + 1, factors.size())) {
        pairs.add(pair(factors.get(k), row.get(factors.get(k)), other, row.get(other)));
      }
    }
  }

  /** In the table's order of factors. */
  private String pair(Factor<?> one, Object value, Factor<?> other, Object otherValue) {
    List<Factor<?>> order = table.factors();
    return order.indexOf(one) < order.indexOf(other)
        ? one.name() + " " + value + ", " + other.name() + " " + otherValue
        : other.name() + " " + otherValue + ", " + one.name() + " " + value;
  }
}
