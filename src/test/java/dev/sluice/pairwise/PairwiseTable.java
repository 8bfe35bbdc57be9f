package dev.sluice.pairwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Few rows in which any two values of any two factors meet, except where they exclude each other.
 *
 * <p>Rows are built one by one, as AETG does (Cohen et al., 1997): each starts from a pair that no
 * row has yet, and takes for every further factor the value that brings the most new pairs. Of some
 * attempts, in random order of the factors, the best one stays. Same factors, same rows.
 */
public final class PairwiseTable {
  private static final int ATTEMPTS = 30;
  private static final int UNSET = -1;

  private final List<Factor<?>> factors;

  /** Values of all factors are numbered in a row; factor k's begin here. */
  private final int[] first;

  /** By value: those of other factors with which it may stand in a row. */
  private final BitSet[] allowed;

  /** Null until they are asked for. */
  private List<Combination> rows;

  private PairwiseTable(List<Factor<?>> factors) {
    this.factors = List.copyOf(factors);
    first = new int[factors.size() + 1];
    for (int k = 0; k < factors.size(); k++) {
      first[k + 1] = first[k] + factors.get(k).values().size();
    }
    allowed = new BitSet[first[factors.size()]];
    for (int k = 0; k < factors.size(); k++) {
      for (int value = first[k]; value < first[k + 1]; value++) {
        allowed[value] = new BitSet();
        allowed[value].set(0, allowed.length);
        allowed[value].clear(first[k], first[k + 1]);
      }
    }
  }

  public static PairwiseTable of(Factor<?>... factors) {
    return new PairwiseTable(List.of(factors));
  }

  /** Keeps every such value of one factor apart from every such value of another; returns this. */
  public <V, W> PairwiseTable exclude(
      Factor<V> one, Predicate<V> ofOne, Factor<W> other, Predicate<W> ofOther) {
    rows = null;
    int at = first[factors.indexOf(one)];
    int from = first[factors.indexOf(other)];
    for (int v = 0; v < one.values().size(); v++) {
      for (int w = 0; w < other.values().size(); w++) {
        if (ofOne.test(one.values().get(v)) && ofOther.test(other.values().get(w))) {
          allowed[at + v].clear(from + w);
          allowed[from + w].clear(at + v);
        }
      }
    }
    return this;
  }

  /** The factors, in their order. */
  public List<Factor<?>> factors() {
    return factors;
  }

  /** The rows; built at the first call, which takes a while. */
  public Stream<Combination> rows() {
    if (rows == null) {
      rows = new Rows().build();
    }
    return rows.stream();
  }

  /** Covers one pair after the other. */
  private final class Rows {
    private final Random random = new Random(1);
    private final BitSet[] open = Arrays.stream(allowed).map(BitSet::clone).toArray(BitSet[]::new);
    private final List<Combination> rows = new ArrayList<>();

    List<Combination> build() {
      for (int value = 0; value < open.length; value++) {
        while (!open[value].isEmpty()) {
          cover(value, open[value].nextSetBit(0));
        }
      }
      return rows;
    }

    private void cover(int value, int partner) {
      int[] best = null;
      int most = 0;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int[] row = new int[factors.size()];
        Arrays.fill(row, UNSET);
        BitSet possible = new BitSet();
        possible.set(0, allowed.length);
        if (!complete(with(row, value), narrowed(possible, value), partner)) {
          remove(value, partner); // no row can have both
          return;
        }
        int gain = gain(row);
        if (gain > most) {
          most = gain;
          best = row;
        }
      }
      int[] choices = new int[best.length];
      for (int k = 0; k < best.length; k++) {
        choices[k] = best[k] - first[k];
        for (int other : best) {
          open[best[k]].clear(other);
        }
      }
      rows.add(new Combination(factors, choices));
    }

    /** Adds the value and, by trial, one for each factor that has none; false if none go. */
    private boolean complete(int[] row, BitSet possible, int value) {
      if (!possible.get(value)) {
        return false;
      }
      with(row, value);
      BitSet left = narrowed(possible, value);
      int factor = scarcest(row, left);
      if (factor < 0) {
        return true;
      }
      for (int next : ranked(row, left, factor)) {
        if (complete(row, left, next)) {
          return true;
        }
      }
      row[factorOf(value)] = UNSET;
      return false;
    }

    private int[] with(int[] row, int value) {
      row[factorOf(value)] = value;
      return row;
    }

    private BitSet narrowed(BitSet possible, int value) {
      BitSet left = (BitSet) possible.clone();
      left.and(allowed[value]);
      return left;
    }

    /** A factor to choose for: one with a single value left, or else any; -1 if all are set. */
    private int scarcest(int[] row, BitSet left) {
      int chosen = -1;
      int candidates = 0;
      for (int k = 0; k < row.length; k++) {
        if (row[k] == UNSET) {
          if (left.get(first[k], first[k + 1]).cardinality() <= 1) {
            return k;
          }
          candidates++;
          chosen = random.nextInt(candidates) == 0 ? k : chosen;
        }
      }
      return chosen;
    }

    /** The factor's values that are left, those first that bring the most new pairs. */
    private List<Integer> ranked(int[] row, BitSet left, int factor) {
      List<Integer> values = new ArrayList<>();
      int[] gains = new int[allowed.length];
      for (int v = left.nextSetBit(first[factor]);
          v >= 0 && v < first[factor + 1];
          v = left.nextSetBit(v + 1)) {
        values.add(random.nextInt(values.size() + 1), v);
        for (int other : row) {
          gains[v] += other != UNSET && open[v].get(other) ? 1 : 0;
        }
      }
      values.sort((a, b) -> Integer.compare(gains[b], gains[a]));
      return values;
    }

    private int gain(int[] row) {
      int pairs = 0;
      for (int value : row) {
        for (int other : row) {
          pairs += open[value].get(other) ? 1 : 0;
        }
      }
      return pairs;
    }

    private void remove(int value, int partner) {
      open[value].clear(partner);
      open[partner].clear(value);
    }

    private int factorOf(int value) {
      int at = Arrays.binarySearch(first, value);
      return at >= 0 ? at : -at - 2;
    }
  }
}
