package dev.sluice.device;

import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.Factor;
import dev.sluice.pairwise.PairwiseTable;
import java.util.stream.Stream;

/** A pairwise table of sizes and everything except the options of cells. */
final class ShapeTable {
  /**
   * Sizes around the lanes of a vector, the rows of a tile and the threads of a warp; and primes.
   */
  private static final Integer[] SIZES = {1, 2, 3, 5, 7, 16, 17, 31, 33, 64};

  private static final Factor<Integer> INPUT_SIZE = Factor.of("I", SIZES);
  private static final Factor<Integer> HIDDEN_SIZE = Factor.of("H", SIZES);
  private static final Factor<Integer> TIMESTEPS = Factor.of("T", SIZES);
  private static final Factor<Integer> BATCH = Factor.of("N", SIZES);

  private static final PairwiseTable TABLE = create();

  private ShapeTable() {}

  static Stream<RecurrenceCase> cases() {
    return TABLE.rows().map(ShapeTable::toCase);
  }

  static PairwiseTable table() {
    return TABLE;
  }

  private static PairwiseTable create() {
    return RecurrenceFactors.withoutAbsentActivations(
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
            RecurrenceFactors.UPSTREAM));
  }

  private static RecurrenceCase toCase(Combination row) {
    return new RecurrenceCase(
        RecurrenceFactors.cell(row, row.get(INPUT_SIZE), row.get(HIDDEN_SIZE)),
        row.get(TIMESTEPS),
        row.get(BATCH),
        row.get(RecurrenceFactors.DIRECTION),
        row.get(RecurrenceFactors.LENGTHS),
        row.get(RecurrenceFactors.INITIAL_STATES),
        row.get(RecurrenceFactors.BPTT),
        row.get(RecurrenceFactors.UPSTREAM));
  }
}
