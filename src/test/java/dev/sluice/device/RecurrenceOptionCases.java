package dev.sluice.device;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Lengths;
import dev.sluice.device.RecurrenceCase.Trace;
import dev.sluice.device.RecurrenceCase.Upstream;
import dev.sluice.oracle.CellOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of the matrix for the cells' options beyond biases and activations. */
public final class RecurrenceOptionCases {
  static final RandomStream MASKS = new RandomStream(-5L << 40, (3L << 33) + 7, 11);

  /** Around the lanes of a vector, the rows of a tile, the threads of a warp; and primes. */
  private static final int[] SIZES = {1, 2, 3, 5, 7, 8, 11, 13, 16, 17, 23, 31, 33};

  private static final int[] TIMES = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /** Often not projected; else narrower and wider than many H. */
  private static final int[] PROJECTIONS = {0, 1, 0, 2, 3, 0, 5, 7, 0, 16, 17, 33, 37};

  private static final List<Activation> GATES =
      List.of(Activation.sigmoid(), Activation.hardSigmoid());

  private static final List<Activation> OTHERS =
      List.of(
          Activation.tanh(), Activation.sigmoid(), Activation.softsign(), Activation.hardSigmoid());

  /** Rows of gates that a GPU's block of 256 threads goes along twice and more. */
  private static final Cell[] WIDE_NORMS = {
    Lstm.of(3, 131).withLayerNorm(), Gru.of(2, 101).withLayerNorm(), Rnn.of(2, 257).withLayerNorm()
  };

  private RecurrenceOptionCases() {}

  /** Every option alone, at sizes on both sides of the hardware's. */
  public static Stream<RecurrenceCase> single() {
    List<RecurrenceCase> cases = new ArrayList<>();
    addVaried(CellOptions.single(3, 17), 4, 5, cases);
    addVaried(CellOptions.single(17, 33), 3, 2, cases);
    addVaried(CellOptions.single(2, 16), 5, 9, cases);
    addVaried(CellOptions.single(2, 3), 7, 1, cases);
    addVaried(List.of(WIDE_NORMS), 2, 2, cases);
    return cases.stream();
  }

  /** Any two options that go together, and all that do. */
  public static Stream<RecurrenceCase> together() {
    List<RecurrenceCase> cases = new ArrayList<>();
    addVaried(CellOptions.pairs(5, 17), 6, 3, cases);
    addVaried(CellOptions.pairs(3, 7), 5, 4, cases);
    addVaried(CellOptions.all(5, 17), 6, 3, cases);
    addVaried(CellOptions.all(7, 33), 4, 2, cases);
    return cases.stream();
  }

  /** What is not the cells' own takes turns, at periods without a common divisor. */
  private static void addVaried(
      List<Cell> cells, int timesteps, int batch, List<RecurrenceCase> cases) {
    List<Bptt> bptts = List.of(Bptt.full(), Bptt.full(), Bptt.truncated(2));
    for (Cell cell : cells) {
      int k = cases.size();
      RecurrenceCase form =
          RecurrenceCase.of(cell, timesteps, batch)
              .with(pick(List.of(Direction.values()), k))
              .with(pick(bptts, k))
              .with(pick(List.of(Trace.values()), k))
              .with(pick(List.of(Lengths.MIXED_WITH_ZEROS, Lengths.ABSENT), k / 2));
      cases.add(form);
      if (cell.zoneout().acts()) {
        cases.add(form.with(MASKS));
      }
    }
  }

  /**
   * Options against each other and against everything else: any two values of any two factors meet
   * in some case, as far as the cell has them.
   */
  public static Stream<RecurrenceCase> pairs() {
    return OrthogonalArray.ofLevels(13).map(RecurrenceOptionCases::pair);
  }

  private static RecurrenceCase pair(int[] level) {
    return new RecurrenceCase(
        cell(level),
        pick(TIMES, level[2]),
        pick(SIZES, level[3]),
        pick(List.of(Direction.values()), level[8]),
        pick(List.of(Lengths.values()), level[8] / 2),
        level[9] % 2 == 0,
        level[9] % 3 == 0 ? Bptt.truncated(1 + level[9] / 3) : Bptt.full(),
        pick(List.of(Upstream.values()), level[10]),
        pick(List.of(Trace.values()), level[11]),
        level[12] % 3 == 0 ? null : MASKS);
  }

  private static Cell cell(int[] level) {
    int inputSize = pick(SIZES, level[0]);
    int hiddenSize = pick(SIZES, level[1]);
    Activation gate = pick(GATES, level[10] / 4);
    Activation other = pick(OTHERS, level[11] / 3);
    Biases biases = pick(List.of(Biases.values()), level[12]);
    return switch (level[4]) {
      case 0, 1 ->
          rnn(Rnn.of(inputSize, hiddenSize).withActivation(other).withBiases(biases), level);
      case 2, 3, 4, 5 ->
          gru(
              Gru.of(inputSize, hiddenSize)
                  .withGateActivation(gate)
                  .withCandidateActivation(other)
                  .withReset(level[4] == 2 ? Gru.Reset.BEFORE : Gru.Reset.AFTER)
                  .withUpdate(level[4] == 3 ? Gru.Update.KEEPS : Gru.Update.ADMITS)
                  .withBiases(biases),
              level);
      default ->
          lstm(
              Lstm.of(inputSize, hiddenSize)
                  .withGateActivation(gate)
                  .withCandidateActivation(other)
                  .withOutputActivation(other)
                  .withBiases(biases),
              level);
    };
  }

  private static Rnn rnn(Rnn cell, int[] level) {
    Rnn clipped = cell.withPreactivationClip(clip(level)).withZoneout(hiddenRate(level));
    return normalised(level) ? clipped.withLayerNorm() : clipped;
  }

  private static Gru gru(Gru cell, int[] level) {
    Gru clipped = cell.withPreactivationClip(clip(level)).withZoneout(hiddenRate(level));
    boolean norm = normalised(level) && cell.reset() == Gru.Reset.AFTER;
    return norm ? clipped.withLayerNorm() : clipped;
  }

  private static Lstm lstm(Lstm cell, int[] level) {
    Lstm bounded =
        cell.withProjection(pick(PROJECTIONS, level[5]))
            .withPreactivationClip(clip(level))
            .withCellClip(cellClip(level))
            .withZoneout(hiddenRate(level), level[12] / 3 % 2 == 0 ? 0.2f : 0);
    Lstm seeing = level[6] / 3 % 2 == 0 ? bounded.withPeepholes() : bounded;
    return switch (level[6] % 3) {
      case 0 -> seeing;
      case 1 -> seeing.withCoupledGates();
      default -> seeing.withLayerNorm();
    };
  }

  private static float clip(int[] level) {
    return level[7] % 2 == 0 ? 0.4f : 0;
  }

  /** Wider where normalised gates open wider, so that c is not limited everywhere. */
  private static float cellClip(int[] level) {
    float acting = normalised(level) ? 0.5f : 0.3f;
    return level[7] % 3 == 0 ? acting : 0;
  }

  private static float hiddenRate(int[] level) {
    return level[12] % 2 == 0 ? 0.3f : 0;
  }

  private static boolean normalised(int[] level) {
    return level[6] % 3 == 2;
  }

  private static int pick(int[] values, int level) {
    return values[level % values.length];
  }

  private static <T> T pick(List<T> values, int level) {
    return values.get(level % values.size());
  }
}
