package dev.sluice.app.parity;

import dev.sluice.layer.Merge;
import dev.sluice.sequence.Bptt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parity case: a stack of cells with its weights, inputs and expected outputs. Arrays are
 * row-major.
 *
 * @param cells in the order {@code layer * D + direction}
 * @param directions number of directions D, 1 or 2
 * @param merge how the outputs of two directions are combined
 * @param bptt over how many steps gradients are propagated
 * @param timesteps T, number of timesteps
 * @param batch N, rows of the batch
 * @param x inputs {@code [T, N, I]}
 * @param lengths of the rows {@code [N]}, or null
 * @param dY gradient of the loss with respect to y, {@code [T, N, D*P]}, or {@code [T, N, P]} if
 *     summed, or null
 * @param expected values by name, not empty: {@code y}, {@code hn}, {@code cn}, {@code grad.NAME},
 *     traces
 */
record ParityCase(
    List<CellCase> cells,
    int directions,
    Merge merge,
    Bptt bptt,
    int timesteps,
    int batch,
    float[] x,
    int @Nullable [] lengths,
    float @Nullable [] dY,
    Map<String, double[]> expected) {

  /** The number of layers L. */
  int layers() {
    return cells.size() / directions;
  }

  /** The cells of a layer. Layers count from 0. */
  List<CellCase> layer(int layer) {
    return cells.subList(layer * directions, (layer + 1) * directions);
  }

  /** The number of output features of a layer, with its directions combined. */
  int outputSize(int layer) {
    int each = layer(layer).get(0).cell().outputSize();
    return merge == Merge.SUMMED ? each : directions * each;
  }

  /** Whether the case gives gradients, so that a backward pass runs. */
  boolean hasBackwardPass() {
    return dY != null || cells.stream().anyMatch(CellCase::hasGradients);
  }
}
