package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Lengths;
import dev.sluice.device.RecurrenceCase.Trace;
import dev.sluice.oracle.CellOptions;
import dev.sluice.oracle.CellVariants;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables that every backend runs, and in {@code all...} those that only the plainest runs. */
public final class RecurrenceCases {
  static final RandomStream MASKS = new RandomStream(-5L << 40, (3L << 33) + 7, 11);

  /** Rows of gates that a GPU's block of 256 threads goes along twice and more. */
  private static final List<Cell> WIDE_NORMS =
      List.of(
          Lstm.of(3, 131).withLayerNorm(),
          Gru.of(2, 101).withLayerNorm(),
          Rnn.of(2, 257).withLayerNorm());

  private RecurrenceCases() {}

  /** Pairwise: sizes up to 64 and everything but the cells' further options. */
  public static Stream<RecurrenceCase> shapes() {
    return ShapeTable.cases();
  }

  /** Pairwise: the cells' further options and everything else. */
  public static Stream<RecurrenceCase> options() {
    return OptionTable.cases();
  }

  /** Pairwise: cells that every library has, for plans that have no others. */
  public static Stream<RecurrenceCase> standardCells() {
    return StandardTable.cases();
  }

  /** Every activation in every place, in either direction by turns. */
  public static Stream<RecurrenceCase> activations() {
    List<Cell> cells = CellVariants.activated(3, 17);
    int places = cells.size() / CellVariants.activations().size();
    return Stream.iterate(0, k -> k < cells.size(), k -> k + 1)
        .map(
            k ->
                RecurrenceCase.of(cells.get(k), 4, 5)
                    .with(pick(List.of(Direction.values()), k + k / places)))
        .distinct();
  }

  /** As many options as go together, and norms of wide layers. */
  public static Stream<RecurrenceCase> optionsTogether() {
    List<RecurrenceCase> cases = new ArrayList<>();
    addVaried(CellOptions.all(5, 17), 6, 3, cases);
    addVaried(CellOptions.all(7, 33), 4, 2, cases);
    addVaried(WIDE_NORMS, 2, 2, cases);
    return cases.stream();
  }

  /** The full product of the equations, biases and what is not the cells' own, at a small size. */
  public static Stream<RecurrenceCase> allCombinations() {
    List<RecurrenceCase> cases = new ArrayList<>();
    for (Cell cell : CellVariants.dialects(3, 5)) {
      for (Direction direction : Direction.values()) {
        for (Lengths lengths : Lengths.values()) {
          for (boolean states : new boolean[] {false, true}) {
            for (Bptt bptt : List.of(Bptt.full(), Bptt.truncated(1), Bptt.truncated(3))) {
              cases.add(
                  RecurrenceCase.of(cell, 7, 3)
                      .with(direction)
                      .with(lengths)
                      .withStates(states)
                      .with(bptt));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** Every activation in every place in both directions. */
  public static Stream<RecurrenceCase> allActivations() {
    return CellVariants.activated(3, 17).stream()
        .flatMap(
            cell ->
                Stream.of(Direction.values())
                    .map(direction -> RecurrenceCase.of(cell, 4, 5).with(direction)))
        .distinct();
  }

  /** Every option alone, and any two that go together, on both sides of the hardware's sizes. */
  public static Stream<RecurrenceCase> allOptions() {
    List<RecurrenceCase> cases = new ArrayList<>();
    addVaried(CellOptions.single(3, 17), 4, 5, cases);
    addVaried(CellOptions.single(17, 33), 3, 2, cases);
    addVaried(CellOptions.single(2, 16), 5, 9, cases);
    addVaried(CellOptions.single(2, 3), 7, 1, cases);
    addVaried(CellOptions.pairs(5, 17), 6, 3, cases);
    addVaried(CellOptions.pairs(3, 7), 5, 4, cases);
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
   * One case of each plan that differs, with no options and with all: for tests of everything but
   * the numbers.
   */
  public static Stream<RecurrenceCase> representatives() {
    Stream<RecurrenceCase> plain =
        Stream.of(
                Rnn.of(5, 17),
                Lstm.of(5, 17),
                Gru.of(5, 17),
                Gru.article(5, 17),
                Lstm.article(5, 17))
            .map(cell -> RecurrenceCase.of(cell, 7, 5));
    Stream<RecurrenceCase> rich =
        CellOptions.all(5, 17).stream()
            .map(cell -> RecurrenceCase.of(cell, 7, 5).with(Trace.ALL).with(MASKS));
    return Stream.concat(plain, rich)
        .flatMap(form -> Stream.of(Direction.values()).map(form::with));
  }

  private static <T> T pick(List<T> values, int turn) {
    return values.get(turn % values.size());
  }
}
