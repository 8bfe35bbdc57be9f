package dev.sluice.pairwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Proves of a table that all pairs meet in it that can: counts them in the full product, and knows
 * nothing of how the table was made.
 */
public final class PairCoverage {
  private final List<Factor<?>> factors;

  /** By factor and choice, flat: the others with which it must meet. */
  private final Map<Integer, BitSet> expected = new TreeMap<>();

  private final int[] first;

  private PairCoverage(List<Factor<?>> factors) {
    this.factors = factors;
    first = new int[factors.size()];
    for (int k = 1; k < first.length; k++) {
      first[k] = first[k - 1] + factors.get(k - 1).values().size();
    }
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
    PairCoverage proof = new PairCoverage(table.factors());
    proof.expectThePairsOf(bound, possible, new int[bound.size()], 0);
    proof.expectThePairsWithFreeFactors(bound);
    table
        .rows()
        .forEach(
            row -> {
              assertTrue(possible.test(row), () -> "not possible: " + row);
              proof.strikeThePairsOf(row);
            });
    assertEquals(List.of(), proof.missing());
  }

  private void expectThePairsOf(
      List<Factor<?>> bound, Predicate<Combination> possible, int[] choices, int next) {
    if (next == bound.size()) {
      if (possible.test(new Combination(bound, choices))) {
        for (int k = 0; k < next; k++) {
          for (int other = 0; other < k; other++) {
            expect(bound.get(k), choices[k], bound.get(other), choices[other]);
          }
        }
      }
      return;
    }
    for (int k = 0; k < bound.get(next).values().size(); k++) {
      choices[next] = k;
      expectThePairsOf(bound, possible, choices, next + 1);
    }
  }

  private void expectThePairsWithFreeFactors(List<Factor<?>> bound) {
    for (Factor<?> one : factors) {
      for (Factor<?> other : factors) {
        if (one != other && !bound.contains(one)) {
          for (int k = 0; k < one.values().size(); k++) {
            for (int j = 0; j < other.values().size(); j++) {
              expect(one, k, other, j);
            }
          }
        }
      }
    }
  }

  private void expect(Factor<?> one, int choice, Factor<?> other, int otherChoice) {
    int code = first[factors.indexOf(one)] + choice;
    int otherCode = first[factors.indexOf(other)] + otherChoice;
    expected
        .computeIfAbsent(Math.min(code, otherCode), k -> new BitSet())
        .set(Math.max(code, otherCode));
  }

  private void strikeThePairsOf(Combination row) {
    List<Integer> codes = new ArrayList<>();
    for (int k = 0; k < first.length; k++) {
      codes.add(first[k] + factors.get(k).values().indexOf(row.get(factors.get(k))));
    }
    for (int code : codes) {
      codes.forEach(other -> expected.getOrDefault(code, new BitSet()).clear(other));
    }
  }

  private List<String> missing() {
    List<String> names = new ArrayList<>();
    for (Factor<?> factor : factors) {
      factor.values().forEach(value -> names.add(factor.name() + " " + value));
    }
    return expected.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .mapToObj(other -> names.get(entry.getKey()) + ", " + names.get(other)))
        .toList();
  }
}
