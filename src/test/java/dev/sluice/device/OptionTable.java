package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Trace;
import dev.sluice.device.RecurrenceFactors.Equations;
import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.Factor;
import dev.sluice.pairwise.PairwiseTable;
import java.util.stream.Stream;

/** A pairwise table of the options of cells and everything else. */
final class OptionTable {
  /** The number of features of the projection. */
  enum Projection {
    NONE,
    ONE,
    HALF,
    AS_WIDE,
    WIDER;

    /** P for H hidden units; 0: not projected. */
    int size(int hiddenSize) {
      return switch (this) {
        case NONE -> 0;
        case ONE -> 1;
        case HALF -> (hiddenSize + 1) / 2;
        case AS_WIDE -> hiddenSize;
        case WIDER -> hiddenSize + 5;
      };
    }
  }

  /** Which states zoneout keeps, and whether by its expectation or by random masks. */
  enum ZoneoutKind {
    NONE(0, 0, false),
    HIDDEN_EXPECTED(0.3f, 0, false),
    HIDDEN_DRAWN(0.3f, 0, true),
    CELL_EXPECTED(0, 0.2f, false),
    CELL_DRAWN(0, 0.2f, true),
    BOTH_EXPECTED(0.3f, 0.2f, false),
    BOTH_DRAWN(0.3f, 0.2f, true);

    final float hidden;
    final float cell;
    final boolean drawn;

    ZoneoutKind(float hidden, float cell, boolean drawn) {
      this.hidden = hidden;
      this.cell = cell;
      this.drawn = drawn;
    }
  }

  /**
   * Sizes around the lanes of a vector, the rows of a tile and the threads of a warp; and primes.
   */
  private static final Integer[] SIZES = {1, 2, 3, 5, 7, 8, 13, 16, 17, 31, 33};

  private static final Factor<Integer> INPUT_SIZE = Factor.of("I", SIZES);
  private static final Factor<Integer> HIDDEN_SIZE = Factor.of("H", SIZES);
  private static final Factor<Integer> BATCH = Factor.of("N", SIZES);

  /** Few timesteps: with many, some value is always close to a kink of a clipping bound. */
  private static final Factor<Integer> TIMESTEPS = Factor.of("T", 1, 2, 3, 4, 5, 6, 7, 8, 9);

  static final Factor<Trace> TRACE = Factor.of("trace", Trace.class);
  static final Factor<Projection> PROJECTION = Factor.of("projection", Projection.class);
  static final Factor<Boolean> PEEPHOLES = Factor.of("peepholes", false, true);
  static final Factor<Boolean> COUPLED_GATES = Factor.of("coupled gates", false, true);
  static final Factor<Boolean> LAYER_NORM = Factor.of("layer norm", false, true);
  static final Factor<Boolean> CLIP = Factor.of("preactivation clip", false, true);
  static final Factor<Boolean> CELL_CLIP = Factor.of("cell clip", false, true);
  static final Factor<ZoneoutKind> ZONEOUT = Factor.of("zoneout", ZoneoutKind.class);

  private static final PairwiseTable TABLE = create();

  private OptionTable() {}

  static Stream<RecurrenceCase> cases() {
    return TABLE.rows().map(OptionTable::toCase);
  }

  static PairwiseTable table() {
    return TABLE;
  }

  private static PairwiseTable create() {
    PairwiseTable table =
        PairwiseTable.of(
            RecurrenceFactors.EQUATIONS,
            RecurrenceFactors.BIASES,
            RecurrenceFactors.GATE_ACTIVATION,
            RecurrenceFactors.CANDIDATE_ACTIVATION,
            RecurrenceFactors.OUTPUT_ACTIVATION,
            INPUT_SIZE,
            HIDDEN_SIZE,
            TIMESTEPS,
            BATCH,
            RecurrenceFactors.DIRECTION,
            RecurrenceFactors.LENGTHS,
            RecurrenceFactors.INITIAL_STATES,
            RecurrenceFactors.BPTT,
            RecurrenceFactors.UPSTREAM,
            TRACE,
            PROJECTION,
            PEEPHOLES,
            COUPLED_GATES,
            LAYER_NORM,
            CLIP,
            CELL_CLIP,
            ZONEOUT);
    return lstmOnly(RecurrenceFactors.withoutAbsentActivations(table))
        .exclude(LAYER_NORM, on -> on, COUPLED_GATES, on -> on)
        .exclude(LAYER_NORM, on -> on, RecurrenceFactors.EQUATIONS, Equations::resetsBefore);
  }

  private static PairwiseTable lstmOnly(PairwiseTable table) {
    Factor<Equations> equations = RecurrenceFactors.EQUATIONS;
    return table
        .exclude(equations, e -> !e.hasCellState(), PROJECTION, p -> p != Projection.NONE)
        .exclude(equations, e -> !e.hasCellState(), PEEPHOLES, on -> on)
        .exclude(equations, e -> !e.hasCellState(), COUPLED_GATES, on -> on)
        .exclude(equations, e -> !e.hasCellState(), CELL_CLIP, on -> on)
        .exclude(equations, e -> !e.hasCellState(), ZONEOUT, z -> z.cell > 0)
        .exclude(equations, e -> !e.hasCellState(), TRACE, t -> t.dCells || t == Trace.CELLS);
  }

  private static RecurrenceCase toCase(Combination row) {
    Cell plain = RecurrenceFactors.cell(row, row.get(INPUT_SIZE), row.get(HIDDEN_SIZE));
    return new RecurrenceCase(
        withOptions(plain, row),
        row.get(TIMESTEPS),
        row.get(BATCH),
        row.get(RecurrenceFactors.DIRECTION),
        row.get(RecurrenceFactors.LENGTHS),
        row.get(RecurrenceFactors.INITIAL_STATES),
        row.get(RecurrenceFactors.BPTT),
        row.get(RecurrenceFactors.UPSTREAM),
        row.get(TRACE),
        row.get(ZONEOUT).drawn ? RecurrenceCases.MASKS : null);
  }

  /** Adds the options of the row to the cell. The row contains only options that the cell has. */
  private static Cell withOptions(Cell cell, Combination row) {
    float clip = row.get(CLIP) ? 0.4f : 0;
    ZoneoutKind zoneout = row.get(ZONEOUT);
    boolean norm = row.get(LAYER_NORM);
    return cell.match(
        rnn -> {
          Rnn clipped = rnn.withPreactivationClip(clip).withZoneout(zoneout.hidden);
          return norm ? clipped.withLayerNorm() : clipped;
        },
        lstm -> withOptions(lstm.withPreactivationClip(clip), row),
        gru -> {
          Gru clipped = gru.withPreactivationClip(clip).withZoneout(zoneout.hidden);
          return norm ? clipped.withLayerNorm() : clipped;
        });
  }

  private static Lstm withOptions(Lstm cell, Combination row) {
    ZoneoutKind zoneout = row.get(ZONEOUT);
    boolean norm = row.get(LAYER_NORM);
    // With layer normalization c is larger; a wider bound keeps some units unclipped.
    float bound = norm ? 0.5f : 0.3f;
    Lstm lstm =
        cell.withProjection(row.get(PROJECTION).size(cell.hiddenSize()))
            .withCellClip(row.get(CELL_CLIP) ? bound : 0)
            .withZoneout(zoneout.hidden, zoneout.cell);
    lstm = row.get(PEEPHOLES) ? lstm.withPeepholes() : lstm;
    lstm = row.get(COUPLED_GATES) ? lstm.withCoupledGates() : lstm;
    return norm ? lstm.withLayerNorm() : lstm;
  }
}
