package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The state of a bisection for the longest lag that is solved. It takes for granted that whoever
 * solves a lag solves every shorter one: lags that are never tried rest on this. Immutable.
 *
 * @param lags the grid, in rising order
 * @param from index of the shortest lag that is not decided
 * @param to index after the longest lag that is not decided
 */
record LagSearch(List<Integer> lags, int from, int to) {

  /** A search in which no lag is decided. */
  static LagSearch of(List<Integer> lags) {
    return new LagSearch(lags, 0, lags.size());
  }

  LagSearch {
    Require.between("from", 0, to, from);
    Require.between("to", from, lags.size(), to);
  }

  boolean isDecided() {
    return from == to;
  }

  /** The number of lags that are not decided. */
  int undecided() {
    return to - from;
  }

  private int middle() {
    return (from + to) / 2;
  }

  /** The lag to try next: the middle one. */
  int next() {
    return lags.get(middle());
  }

  /** The state after the next lag was solved, or was not. */
  LagSearch after(boolean solved) {
    return solved ? new LagSearch(lags, middle() + 1, to) : new LagSearch(lags, from, middle());
  }
}
