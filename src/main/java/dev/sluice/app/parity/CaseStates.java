package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The tensors of a case that have a part for each cell of the stack: {@code [L*D, N, F]} under one
 * name, where all cells are F wide; or {@code [N, F]} cell by cell, {@code h0_l0_reverse}.
 */
final class CaseStates {
  private final CaseTensors tensors;
  private final List<Cell> cells;
  private final List<String> suffixes;
  private final int batch;

  /**
   * @param suffixes of the cells' tensors: {@code _l0}, {@code _l0_reverse}, ...
   */
  CaseStates(CaseTensors tensors, List<Cell> cells, List<String> suffixes, int batch) {
    this.tensors = tensors;
    this.cells = cells;
    this.suffixes = suffixes;
    this.batch = batch;
  }

  /** What the states called {@code name} of each cell hold, or null where not given. */
  float[][] read(String name, ToIntFunction<Cell> width) {
    float[][] parts = new float[cells.size()][];
    if (tensors.has(name)) {
      int each = batch * uniform(name, width);
      float[] all = tensors.floats(name, cells.size(), batch, uniform(name, width));
      Arrays.setAll(parts, k -> Arrays.copyOfRange(all, k * each, (k + 1) * each));
      return parts;
    }
    Arrays.setAll(
        parts,
        k -> tensors.floatsOrNull(name + suffixes.get(k), batch, width.applyAsInt(cells.get(k))));
    return parts;
  }

  /** Puts what is expected of the states called {@code name}. */
  void expect(String name, ToIntFunction<Cell> width, Map<String, double[]> expected) {
    if (tensors.has(name)) {
      expected.put(name, tensors.doubles(name, cells.size(), batch, uniform(name, width)));
    }
    for (int k = 0; k < cells.size(); k++) {
      String part = name + suffixes.get(k);
      if (tensors.has(part)) {
        expected.put(part, tensors.doubles(part, batch, width.applyAsInt(cells.get(k))));
      }
    }
  }

  private int uniform(String name, ToIntFunction<Cell> width) {
    int first = width.applyAsInt(cells.get(0));
    if (cells.stream().anyMatch(cell -> width.applyAsInt(cell) != first)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %s cell by cell, since the layers differ in width",
              name,
              name + suffixes.get(0)));
    }
    return first;
  }
}
