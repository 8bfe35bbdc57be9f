package dev.sluice.app.parity;

import dev.sluice.sequence.Bptt;
import java.util.List;
import java.util.Map;

/**
 * A stack of cells with its weights, its inputs, and what must come out. Arrays are row-major.
 *
 * @param cells in the order {@code layer * D + direction}
 * @param directions D, 1 or 2
 * @param merge how the outputs of two directions become one
 * @param bptt how far gradients flow back
 * @param timesteps T
 * @param batch N
 * @param x {@code [T, N, I]}
 * @param lengths {@code [N]}, or null
 * @param dY {@code [T, N, D*P]}, or {@code [T, N, P]} if summed, or null
 * @param expected by name, not empty: {@code y}, {@code hn}, {@code cn}, {@code grad.NAME}, traces
 */
record ParityCase(
    List<CellCase> cells,
    int directions,
    Merge merge,
    Bptt bptt,
    int timesteps,
    int batch,
    float[] x,
    int[] lengths,
    float[] dY,
    Map<String, double[]> expected) {

  /** L. */
  int layers() {
    return cells.size() / directions;
  }

  /** The cells of a layer, from 0. */
  List<CellCase> layer(int layer) {
    return cells.subList(layer * directions, (layer + 1) * directions);
  }

  /** The features of a layer's outputs, both directions' merged. */
  int outputSize(int layer) {
    int each = layer(layer).get(0).cell().outputSize();
    return merge == Merge.SUM ? each : directions * each;
  }

  /** Whether anything comes back from above. */
  boolean goesBackward() {
    return dY != null || cells.stream().anyMatch(CellCase::hasGradients);
  }
}
