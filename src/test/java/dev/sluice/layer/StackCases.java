package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Bptt;
import dev.sluice.device.PoolingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of the stacks' matrix: any two values of any two factors meet in some row. The rows are
 * the lines of the affine plane over the integers modulo 13, whose levels are folded onto each
 * factor's values.
 */
public final class StackCases {
  private static final int LEVELS = 13;
  private static final int I = 3;

  /** Depths, widths and cells; the input size of all but the first is set by the stack. */
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

  private static final List<List<PoolingKind>> POOLINGS =
      List.of(
          List.of(),
          List.of(PoolingKind.LAST),
          List.of(PoolingKind.MAX),
          List.of(PoolingKind.LAST_STEP, PoolingKind.MEAN),
          List.of(PoolingKind.LAST, PoolingKind.MEAN, PoolingKind.MAX));

  private StackCases() {}

  /** The rows. */
  public static Stream<StackCase> pairs() {
    List<StackCase> cases = new ArrayList<>();
    for (int a = 0; a < LEVELS; a++) {
      for (int b = 0; b < LEVELS; b++) {
        int[] level = new int[LEVELS];
        for (int factor = 0; factor < LEVELS; factor++) {
          level[factor] = (a + factor * b) % LEVELS;
        }
        cases.add(row(level));
      }
    }
    return cases.stream();
  }

  private static StackCase row(int[] level) {
    RecurrentSpec spec = RecurrentSpec.of(STACKS.get(level[0]).toArray(Cell[]::new));
    spec =
        switch (level[1] % 4) {
          case 0 -> spec;
          case 1 -> spec.withDirections(Directions.REVERSE);
          case 2 -> spec.withDirections(Directions.BIDIRECTIONAL);
          default -> spec.withDirections(Directions.BIDIRECTIONAL, Merge.SUMMED);
        };
    spec =
        switch (level[2] % 3) {
          case 0 -> spec;
          case 1 -> spec.withDropout(0.3, DropoutMask.INDEPENDENT);
          default -> spec.withDropout(0.4, DropoutMask.LOCKED);
        };
    spec = spec.withRecurrentDropout(level[3] % 2 * 0.4);
    spec = spec.withInitialStates(pick(level[4], InitialStates.values()));
    spec = spec.withBptt(level[8] % 3 == 2 ? Bptt.truncated(2) : Bptt.full());
    return new StackCase(
        spec,
        6,
        pick(level[5], new int[][] {null, {6, 2, 0, 5}}),
        pick(level[6], new Boolean[] {false, true}),
        POOLINGS.get(level[7] % POOLINGS.size()));
  }

  private static <T> T pick(int level, T[] values) {
    return values[level % values.length];
  }

  /** Rows that between them have every kind of mask and state, for tests of everything else. */
  public static Stream<StackCase> representatives() {
    return pairs()
        .filter(row -> row.spec().recurrentDropout() > 0 && row.spec().dropout() > 0)
        .filter(row -> row.spec().cells().stream().anyMatch(cell -> cell.zoneout().acts()))
        .limit(6);
  }
}
