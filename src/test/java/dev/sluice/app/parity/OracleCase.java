package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import dev.sluice.layer.Merge;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Collections;
import java.util.List;

/**
 * The description of a parity case. {@link OracleCaseFile} computes its contents with the oracle.
 *
 * @param cells cells of the layers; input sizes of upper layers are adjusted
 * @param directions directions of every layer
 * @param merge how the outputs of two directions are combined
 * @param bptt over how many steps gradients are propagated
 * @param masks random stream of zoneout in the first cell; later cells use the next sites; null to
 *     use the expectation
 * @param traces whether c and gates of every step are expected, and gradients with respect to every
 *     c are given
 * @param range range of the weights, divided by the square root of the hidden size
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

  /** A case of equal layers with one or two directions. */
  static OracleCase of(Cell cell, int layers, int directions, long... lengths) {
    return new OracleCase(
        Collections.nCopies(layers, cell),
        List.of(Direction.values()).subList(0, directions),
        Merge.CONCATENATED,
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

  /** The contents of its file. */
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

  /** This case with both directions, summed. */
  OracleCase summed() {
    return with(List.of(Direction.values()), Merge.SUMMED, bptt, masks, traces, range);
  }

  /** This case with truncated BPTT. */
  OracleCase truncated(int window) {
    return with(directions, merge, Bptt.truncated(window), masks, traces, range);
  }

  /** This case with random zoneout masks. */
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

  /** The random stream of zoneout in cell {@code layer * D + direction}. */
  RandomStream masks(int index) {
    return masks == null
        ? null
        : new RandomStream(masks.seed(), masks.step(), masks.site() + index);
  }
}
