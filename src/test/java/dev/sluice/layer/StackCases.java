package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.Factor;
import dev.sluice.pairwise.PairwiseTable;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import java.util.stream.Stream;

/** The test cases of recurrent stacks: a pairwise covering of all factors. */
public final class StackCases {
  private static final int TIMESTEPS = 6;
  private static final int I = 3;

  /** Cells, from the bottom; the stack sets the input size of all but the first. */
  static final List<List<Cell>> STACKS =
      List.of(
          List.of(Rnn.of(I, 5), Rnn.of(I, 5)),
          List.of(Lstm.of(I, 5), Lstm.of(I, 4), Lstm.of(I, 3)),
          List.of(Gru.of(I, 4), Gru.of(I, 6)),
          List.of(Gru.article(I, 5)),
          List.of(Lstm.of(I, 5), Gru.of(I, 3), Rnn.of(I, 4)),
          List.of(Lstm.of(I, 5).withProjection(2), Lstm.of(I, 3).withProjection(7)),
          List.of(Lstm.of(I, 5).withZoneout(0.3f, 0.2f), Lstm.of(I, 4).withZoneout(0, 0.4f)),
          List.of(Gru.of(I, 5).withZoneout(0.3f), Rnn.of(I, 4).withZoneout(0.2f)),
          List.of(Lstm.of(I, 5).withPeepholes(), Lstm.of(I, 5).withCoupledGates()),
          List.of(Lstm.of(I, 4).withLayerNorm(), Gru.of(I, 5).withLayerNorm()),
          List.of(
              Lstm.of(I, 5)
                  .withPeepholes()
                  .withProjection(3)
                  .withZoneout(0.2f, 0.1f)
                  .withCellClip(1),
              Gru.article(I, 4)),
          List.of(Lstm.of(I, 4).withProjection(2).withLayerNorm().withZoneout(0.4f, 0)),
          List.of(Gru.of(I, 5).withPreactivationClip(1), Rnn.of(I, 5).withLayerNorm()));

  /** The directions and the merge of their outputs. */
  private enum Output {
    FORWARD,
    REVERSE,
    CONCATENATED,
    SUMMED;

    RecurrentSpec of(RecurrentSpec spec) {
      return switch (this) {
        case FORWARD -> spec;
        case REVERSE -> spec.withDirections(DirectionMode.REVERSE);
        case CONCATENATED -> spec.withDirections(DirectionMode.BIDIRECTIONAL);
        case SUMMED -> spec.withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED);
      };
    }
  }

  private enum Dropout {
    NONE,
    INDEPENDENT,
    LOCKED;

    RecurrentSpec of(RecurrentSpec spec) {
      return switch (this) {
        case NONE -> spec;
        case INDEPENDENT -> spec.withDropout(0.3, DropoutMask.INDEPENDENT);
        case LOCKED -> spec.withDropout(0.4, DropoutMask.LOCKED);
      };
    }
  }

  private static final Factor<List<Cell>> CELLS = new Factor<>("cells", STACKS);
  private static final Factor<Output> OUTPUT = Factor.of("output", Output.class);
  private static final Factor<Dropout> DROPOUT = Factor.of("dropout", Dropout.class);
  private static final Factor<Double> RECURRENT_DROPOUT = Factor.of("recurrent dropout", 0.0, 0.4);
  private static final Factor<InitialStates> INITIAL_STATES =
      Factor.of("initial states", InitialStates.class);
  private static final Factor<Boolean> GIVEN_STATES = Factor.of("given states", false, true);
  private static final Factor<Bptt> BPTT = Factor.of("bptt", Bptt.full(), Bptt.truncated(2));

  /** The lengths of the rows; empty if all are T long. */
  private static final Factor<List<Integer>> LENGTHS =
      Factor.of("lengths", List.of(), List.of(6, 2, 0, 5));

  private static final Factor<List<PoolingKind>> POOLINGS =
      Factor.of(
          "poolings",
          List.of(),
          List.of(PoolingKind.LAST),
          List.of(PoolingKind.MAX),
          List.of(PoolingKind.LAST_STEP, PoolingKind.MEAN),
          List.of(PoolingKind.LAST, PoolingKind.MEAN, PoolingKind.MAX));

  private StackCases() {}

  static PairwiseTable table() {
    return PairwiseTable.of(
        CELLS,
        OUTPUT,
        DROPOUT,
        RECURRENT_DROPOUT,
        INITIAL_STATES,
        GIVEN_STATES,
        BPTT,
        LENGTHS,
        POOLINGS);
  }

  /** All cases. */
  public static Stream<StackCase> pairs() {
    return table().rows().map(StackCases::toCase);
  }

  private static StackCase toCase(Combination row) {
    RecurrentSpec plain = RecurrentSpec.of(row.get(CELLS).toArray(Cell[]::new));
    RecurrentSpec spec =
        row.get(DROPOUT)
            .of(row.get(OUTPUT).of(plain))
            .withRecurrentDropout(row.get(RECURRENT_DROPOUT))
            .withInitialStates(row.get(INITIAL_STATES))
            .withBptt(row.get(BPTT));
    List<Integer> lengths = row.get(LENGTHS);
    return new StackCase(
        spec,
        TIMESTEPS,
        lengths.isEmpty() ? null : lengths.stream().mapToInt(n -> n).toArray(),
        row.get(GIVEN_STATES),
        row.get(POOLINGS));
  }

  /** A few cases that together have every kind of mask and state, for slower tests. */
  public static Stream<StackCase> representatives() {
    return pairs()
        .filter(row -> row.spec().recurrentDropout() > 0 && row.spec().dropout() > 0)
        .filter(row -> row.spec().cells().stream().anyMatch(cell -> cell.zoneout().acts()));
  }
}
