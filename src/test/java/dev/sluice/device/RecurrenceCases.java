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

/**
 * The tables of test cases. Every device runs them, except those named {@code all...}, which only
 * the plain CPU kernels run.
 */
public final class RecurrenceCases {
  static final RandomStream MASKS = new RandomStream(-5L << 40, (3L << 33) + 7, 11);

  /** Cells with rows of gates that are longer than a GPU block of 256 threads. */
  private static final List<Cell> WIDE_NORMS =
      List.of(
          Lstm.of(3, 131).withLayerNorm(),
          Gru.of(2, 101).withLayerNorm(),
          Rnn.of(2, 257).withLayerNorm());

  private RecurrenceCases() {}

  /** A pairwise table of sizes up to 64 and everything except the options of cells. */
  public static Stream<RecurrenceCase> shapes() {
    return ShapeTable.cases();
  }

  /** A pairwise table of the options of cells and everything else. */
  public static Stream<RecurrenceCase> options() {
    return OptionTable.cases();
  }

  /** A pairwise table of the cells that every library has, for plans that support no others. */
  public static Stream<RecurrenceCase> standardCells() {
    return StandardTable.cases();
  }

  /** Every activation in every place, in alternating directions. */
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

  /** Cells with as many options as can be combined, and layer normalization of wide layers. */
  public static Stream<RecurrenceCase> optionsTogether() {
    List<RecurrenceCase> cases = new ArrayList<>();
    addVaried(CellOptions.all(5, 17), 6, 3, cases);
    addVaried(CellOptions.all(7, 33), 4, 2, cases);
    addVaried(WIDE_NORMS, 2, 2, cases);
    return cases.stream();
  }

  /** All combinations of equations, biases and settings of the pass, at a small size. */
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

  /**
   * Every option alone and every pair that can be combined, at sizes on both sides of the hardware
   * limits.
   */
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

  /**
   * Adds the cells, each with other settings of the pass; the periods of the settings have no
   * common divisor.
   */
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
   * One case for each kind of plan, without options and with all options, for tests that do not
   * check numbers.
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

  private static <T> T pick(List<T> values, int index) {
    return values.get(index % values.size());
  }
}
