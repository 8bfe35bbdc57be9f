package dev.sluice.device;

import static dev.sluice.device.RecurrenceFactors.EQUATIONS;
import static dev.sluice.device.RecurrenceFactors.GATE_ACTIVATION;
import static dev.sluice.device.RecurrenceFactors.OUTPUT_ACTIVATION;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Trace;
import dev.sluice.device.RecurrenceFactors.Equations;
import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.PairCoverage;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the tables are complete and that the names of their rows are short and unique. */
class RecurrenceCasesTest {
  private static final int LONGEST_NAME = 220;

  @Test
  void theTableOfStandardCellsContainsAllPairs() {
    PairCoverage.assertComplete(StandardTable.table());
  }

  @Test
  void theTableOfShapesContainsAllPairs() {
    PairCoverage.assertComplete(
        ShapeTable.table(),
        List.of(EQUATIONS, GATE_ACTIVATION, OUTPUT_ACTIVATION),
        RecurrenceCasesTest::hasTheActivationsOfItsCell);
  }

  @Test
  void theTableOfOptionsContainsAllPairs() {
    PairCoverage.assertComplete(
        OptionTable.table(),
        List.of(
            EQUATIONS,
            GATE_ACTIVATION,
            OUTPUT_ACTIVATION,
            OptionTable.TRACE,
            OptionTable.PROJECTION,
            OptionTable.PEEPHOLES,
            OptionTable.COUPLED_GATES,
            OptionTable.LAYER_NORM,
            OptionTable.CELL_CLIP,
            OptionTable.ZONEOUT),
        row -> hasTheActivationsOfItsCell(row) && hasTheOptionsOfItsCell(row));
  }

  /**
   * Whether the activations belong to the cell, by the equations and not by the rules of the table.
   */
  private static boolean hasTheActivationsOfItsCell(Combination row) {
    Equations equations = row.get(EQUATIONS);
    return row.get(GATE_ACTIVATION).isPresent() == (equations != Equations.RNN)
        && row.get(OUTPUT_ACTIVATION).isPresent() == (equations == Equations.LSTM);
  }

  private static boolean hasTheOptionsOfItsCell(Combination row) {
    boolean norm = row.get(OptionTable.LAYER_NORM);
    return switch (row.get(EQUATIONS)) {
      case LSTM -> !(norm && row.get(OptionTable.COUPLED_GATES));
      case RNN, GRU, GRU_ADMITTING -> hasNoOptionOfLstm(row);
      case GRU_RESET_BEFORE, GRU_RESET_BEFORE_ADMITTING -> hasNoOptionOfLstm(row) && !norm;
    };
  }

  private static boolean hasNoOptionOfLstm(Combination row) {
    return List.of(Trace.NONE, Trace.GATES).contains(row.get(OptionTable.TRACE))
        && row.get(OptionTable.PROJECTION) == OptionTable.Projection.NONE
        && !row.get(OptionTable.PEEPHOLES)
        && !row.get(OptionTable.COUPLED_GATES)
        && !row.get(OptionTable.CELL_CLIP)
        && row.get(OptionTable.ZONEOUT).cell == 0;
  }

  /** Each option of a cell must have at least two values in the table of options. */
  @Test
  void theTableContainsEveryOption() {
    List<Cell> cells = RecurrenceCases.options().<Cell>map(RecurrenceCase::cell).toList();
    for (Class<? extends Cell> type : List.of(Rnn.class, Lstm.class, Gru.class)) {
      for (RecordComponent option : type.getRecordComponents()) {
        long values =
            cells.stream()
                .filter(type::isInstance)
                .map(cell -> CellName.value(option, cell))
                .distinct()
                .count();
        assertTrue(values >= 2, type.getSimpleName() + " " + option.getName());
      }
    }
  }

  static List<Stream<RecurrenceCase>> tables() {
    return List.of(
        RecurrenceCases.shapes(),
        RecurrenceCases.options(),
        RecurrenceCases.standardCells(),
        RecurrenceCases.activations(),
        RecurrenceCases.allCombinations());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyRowHasAShortNameOfItsOwn(Stream<RecurrenceCase> table) {
    Set<String> names = new HashSet<>();
    table
        .map(RecurrenceCase::toString)
        .forEach(
            name -> {
              assertTrue(name.length() <= LONGEST_NAME, name);
              assertTrue(names.add(name), "twice: " + name);
            });
  }
}
