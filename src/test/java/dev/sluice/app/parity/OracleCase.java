package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Collections;
import java.util.List;

/**
 * What a parity case is about, for the oracle to compute: {@link OracleCaseFile} does.
 *
 * @param cells of the layers; the input size of upper layers follows
 * @param directions of every layer
 * @param merge how the outputs of two directions become one
 * @param bptt how far gradients flow back
 * @param masks what zoneout of the first cell draws from, the next sites are the next cells'; null
 *     for its expectation
 * @param traces whether every step's c and gates are expected, and a gradient comes from every c
 * @param range of the weights, over the square root of the hidden size
 * @param timesteps T
 * @param lengths {@code [N]}, or null for three rows of T steps
 */
record OracleCase(
    List<Cell> cells,
    List<Direction> directions,
    Merge merge,
    Bptt bptt,
    RandomStream masks,
    boolean traces,
    double range,
    int timesteps,
    long[] lengths) {
  static final int T = 5;
  static final int N = 3;

  /** Equal layers of one direction or both. */
  static OracleCase of(Cell cell, int layers, int directions, long... lengths) {
    return new OracleCase(
        Collections.nCopies(layers, cell),
        List.of(Direction.values()).subList(0, directions),
        Merge.CONCAT,
        Bptt.full(),
        null,
        false,
        1,
        T,
        lengths.length == 0 ? null : lengths);
  }

  int batch() {
    return lengths == null ? N : lengths.length;
  }

  /** What it holds as a file. */
  CaseFile file() {
    return new OracleCaseFile(this).file();
  }

  /** This case with both directions in every layer. */
  OracleCase both() {
    return with(List.of(Direction.values()), merge, bptt, masks, traces, range);
  }

  /** This case with every layer running backward only. */
  OracleCase reversed() {
    return with(List.of(Direction.REVERSE), merge, bptt, masks, traces, range);
  }

  /** This case with both directions, added up. */
  OracleCase summed() {
    return with(List.of(Direction.values()), Merge.SUM, bptt, masks, traces, range);
  }

  /** This case with gradients that stay within windows. */
  OracleCase truncated(int window) {
    return with(directions, merge, Bptt.truncated(window), masks, traces, range);
  }

  /** This case with zoneout that draws. */
  OracleCase drawn(RandomStream stream) {
    return with(directions, merge, bptt, stream, traces, range);
  }

  /** This case with traces. */
  OracleCase traced() {
    return with(directions, merge, bptt, masks, true, range);
  }

  /** This case with larger weights, so that clips act. */
  OracleCase scaled(double factor) {
    return with(directions, merge, bptt, masks, traces, factor);
  }

  /** This case over other sequences. */
  OracleCase over(int timesteps, long... lengths) {
    return new OracleCase(cells, directions, merge, bptt, masks, traces, range, timesteps, lengths);
  }

  private OracleCase with(
      List<Direction> directions,
      Merge merge,
      Bptt bptt,
      RandomStream masks,
      boolean traces,
      double range) {
    return new OracleCase(cells, directions, merge, bptt, masks, traces, range, timesteps, lengths);
  }

  /** What zoneout of cell {@code layer * D + direction} draws from. */
  RandomStream masks(int index) {
    return masks == null
        ? null
        : new RandomStream(masks.seed(), masks.step(), masks.site() + index);
  }
}
