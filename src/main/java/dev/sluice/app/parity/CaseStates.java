package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Reads the tensors of a case that have one part per cell of the stack, such as the initial states.
 * The file stores them as one tensor {@code [L*D, N, F]} if all cells have F features, or as one
 * tensor {@code [N, F]} per cell, such as {@code h0_l0_reverse}.
 */
final class CaseStates {
  private final CaseTensors tensors;
  private final List<Cell> cells;
  private final List<String> suffixes;
  private final int batch;

  /**
   * @param suffixes suffixes of the tensor names of the cells: {@code _l0}, {@code _l0_reverse},
   *     ...
   */
  CaseStates(CaseTensors tensors, List<Cell> cells, List<String> suffixes, int batch) {
    this.tensors = tensors;
    this.cells = cells;
    this.suffixes = suffixes;
    this.batch = batch;
  }

  /**
   * Reads the state called {@code name} of each cell; null for a cell that has none in the file.
   */
  float[][] read(String name, ToIntFunction<Cell> width) {
    float[][] parts = new float[cells.size()][];
    if (tensors.has(name)) {
      int each = batch * commonWidth(name, width);
      float[] all = tensors.floats(name, cells.size(), batch, commonWidth(name, width));
      Arrays.setAll(parts, k -> Arrays.copyOfRange(all, k * each, (k + 1) * each));
      return parts;
    }
    Arrays.setAll(
        parts,
        k -> tensors.floatsOrNull(name + suffixes.get(k), batch, width.applyAsInt(cells.get(k))));
    return parts;
  }

  /** Adds the expected values of the states called {@code name}. */
  void expect(String name, ToIntFunction<Cell> width, Map<String, double[]> expected) {
    if (tensors.has(name)) {
      expected.put(name, tensors.doubles(name, cells.size(), batch, commonWidth(name, width)));
    }
    for (int k = 0; k < cells.size(); k++) {
      String part = name + suffixes.get(k);
      if (tensors.has(part)) {
        expected.put(part, tensors.doubles(part, batch, width.applyAsInt(cells.get(k))));
      }
    }
  }

  private int commonWidth(String name, ToIntFunction<Cell> width) {
    int first = width.applyAsInt(cells.get(0));
    if (cells.stream().anyMatch(cell -> width.applyAsInt(cell) != first)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected one tensor per cell, such as %s, because the layers differ in size",
              name,
              name + suffixes.get(0)));
    }
    return first;
  }
}
