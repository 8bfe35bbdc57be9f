package dev.sluice.oracle;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Tables of cells with options other than biases and activations, for tests: each option alone,
 * pairs of options, and all options together. With weights of usual size, the clipping bounds clip
 * some units but not all.
 */
public final class CellOptions {
  private static final float CLIP = 0.4f;
  private static final float CELL_CLIP = 0.3f;
  private static final float HIDDEN_RATE = 0.3f;
  private static final float CELL_RATE = 0.2f;

  private CellOptions() {}

  /** Cells with one option each. */
  public static List<Cell> single(int inputSize, int hiddenSize) {
    Lstm lstm = Lstm.of(inputSize, hiddenSize);
    List<Cell> cells = new ArrayList<>();
    lstmOptions(hiddenSize).forEach(option -> cells.add(option.apply(lstm)));
    cells.add(lstm.withProjection(hiddenSize + 2));
    cells.add(lstm.withProjection(1));
    cells.add(lstm.withZoneout(HIDDEN_RATE, 0));
    cells.add(lstm.withZoneout(0, CELL_RATE));
    for (Gru gru : grus(inputSize, hiddenSize)) {
      gruOptions(gru).forEach(option -> cells.add(option.apply(gru)));
    }
    Rnn rnn = Rnn.of(inputSize, hiddenSize);
    rnnOptions().forEach(option -> cells.add(option.apply(rnn)));
    return cells;
  }

  /** Cells with two options each, for every pair that can be combined. */
  public static List<Cell> pairs(int inputSize, int hiddenSize) {
    Lstm lstm = Lstm.of(inputSize, hiddenSize);
    List<UnaryOperator<Lstm>> options = lstmOptions(hiddenSize);
    List<Cell> cells = new ArrayList<>(pairs(lstm, options.subList(0, options.size() - 1)));
    List<UnaryOperator<Lstm>> withoutCoupled = options.subList(1, options.size());
    for (Cell cell : pairs(lstm, withoutCoupled)) {
      if (!cells.contains(cell)) {
        cells.add(cell);
      }
    }
    for (Gru gru : grus(inputSize, hiddenSize)) {
      cells.addAll(pairs(gru, gruOptions(gru)));
    }
    cells.addAll(pairs(Rnn.of(inputSize, hiddenSize), rnnOptions()));
    return cells;
  }

  /** Cells with as many options as can be combined. */
  public static List<Cell> all(int inputSize, int hiddenSize) {
    Lstm lstm =
        Lstm.of(inputSize, hiddenSize)
            .withPeepholes()
            .withProjection(projection(hiddenSize))
            .withCellClip(CELL_CLIP)
            .withPreactivationClip(CLIP)
            .withZoneout(HIDDEN_RATE, CELL_RATE);
    List<Cell> cells = new ArrayList<>(List.of(lstm.withCoupledGates(), lstm.withLayerNorm()));
    for (Gru gru : grus(inputSize, hiddenSize)) {
      cells.add(all(gru, gruOptions(gru)));
    }
    cells.add(all(Rnn.of(inputSize, hiddenSize), rnnOptions()));
    return cells;
  }

  /** The options of an LSTM. The first and the last cannot be combined. */
  private static List<UnaryOperator<Lstm>> lstmOptions(int hiddenSize) {
    return List.of(
        Lstm::withCoupledGates,
        Lstm::withPeepholes,
        lstm -> lstm.withProjection(projection(hiddenSize)),
        lstm -> lstm.withCellClip(CELL_CLIP),
        lstm -> lstm.withPreactivationClip(CLIP),
        lstm -> lstm.withZoneout(HIDDEN_RATE, CELL_RATE),
        Lstm::withLayerNorm);
  }

  private static int projection(int hiddenSize) {
    return Math.max(1, hiddenSize - 1);
  }

  private static List<Gru> grus(int inputSize, int hiddenSize) {
    Gru gru = Gru.of(inputSize, hiddenSize);
    return List.of(gru, gru.withReset(Gru.Reset.BEFORE).withUpdate(Gru.Update.ADMITS));
  }

  private static List<UnaryOperator<Gru>> gruOptions(Gru gru) {
    List<UnaryOperator<Gru>> options = new ArrayList<>();
    options.add(cell -> cell.withPreactivationClip(CLIP));
    options.add(cell -> cell.withZoneout(HIDDEN_RATE));
    if (gru.reset() == Gru.Reset.AFTER) {
      options.add(Gru::withLayerNorm);
    }
    return options;
  }

  private static List<UnaryOperator<Rnn>> rnnOptions() {
    return List.of(
        cell -> cell.withPreactivationClip(CLIP),
        cell -> cell.withZoneout(HIDDEN_RATE),
        Rnn::withLayerNorm);
  }

  private static <C extends Cell> C all(C cell, List<UnaryOperator<C>> options) {
    C changed = cell;
    for (UnaryOperator<C> option : options) {
      changed = option.apply(changed);
    }
    return changed;
  }

  private static <C extends Cell> List<C> pairs(C cell, List<UnaryOperator<C>> options) {
    List<C> pairs = new ArrayList<>();
    for (int first = 0; first < options.size(); first++) {
      for (int second = first + 1; second < options.size(); second++) {
        pairs.add(all(cell, List.of(options.get(first), options.get(second))));
      }
    }
    return pairs;
  }
}
