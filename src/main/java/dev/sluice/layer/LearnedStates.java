package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.device.Elementwise;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The learned initial states of one layer in one direction.
 *
 * @param hidden {@code h0 [P]}
 * @param cell {@code c0 [H]}; null without a cell state
 */
record LearnedStates(Parameter hidden, @Nullable Parameter cell) {
  private static final String HIDDEN = "h0";
  private static final String CELL = "c0";

  /** The names of a cell's learned states, without the suffix of the layer, and their shapes. */
  static Map<String, List<Integer>> shapes(Cell cell) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put(HIDDEN, List.of(cell.outputSize()));
    if (cell.hasCellState()) {
      shapes.put(CELL, List.of(cell.hiddenSize()));
    }
    return shapes;
  }

  /** Creates the parameters, which start at zero. */
  static LearnedStates create(Cell cell, String suffix, LayerContext context) {
    Parameter hidden = zero(HIDDEN + suffix, cell.outputSize(), context);
    return new LearnedStates(
        hidden, cell.hasCellState() ? zero(CELL + suffix, cell.hiddenSize(), context) : null);
  }

  private static Parameter zero(String name, int size, LayerContext context) {
    return context.parameter(name, new float[size], List.of(size));
  }

  List<Parameter> parameters() {
    return Stream.of(hidden, cell).filter(parameter -> parameter != null).toList();
  }

  /** Copies the state into every row. */
  void write(RecurrentStates.State rows) {
    write(hidden, rows.hidden());
    if (cell != null) {
      write(cell, rows.cell());
    }
  }

  private static void write(Parameter state, @Nullable Tensor rows) {
    Tensor written = Objects.requireNonNull(rows, state.name());
    Elementwise ops = written.device().elementwise();
    ops.fill(written, 0);
    ops.addToRows(state.value(), written);
  }

  /** Adds the sum of the rows' gradients to the gradients of the parameters. */
  void addGradients(RecurrentStates.State rows) {
    addGradient(rows.hidden(), hidden);
    if (cell != null) {
      addGradient(rows.cell(), cell);
    }
  }

  private static void addGradient(@Nullable Tensor rows, Parameter state) {
    if (state.trainable()) {
      Tensor gradients = Objects.requireNonNull(rows, state.name());
      gradients.device().elementwise().addRowSums(gradients, state.gradient());
    }
  }
}
