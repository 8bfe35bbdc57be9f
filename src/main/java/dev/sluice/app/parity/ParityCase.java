package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Direction;
import java.util.List;
import java.util.Map;

/**
 * A cell with its weights, its inputs, and what must come out. Arrays are row-major.
 *
 * @param cell of the first layer; upper layers read D*H features
 * @param layers L
 * @param directions D, 1 or 2
 * @param timesteps T
 * @param batch N
 * @param x {@code [T, N, I]}
 * @param lengths {@code [N]}, or null
 * @param h0 {@code [L*D, N, H]}, or null
 * @param c0 {@code [L*D, N, H]}, or null
 * @param weights by role, for each {@code layer * D + direction}
 * @param dY {@code [T, N, D*H]}, or null
 * @param dHN {@code [L*D, N, H]}, or null
 * @param dCN {@code [L*D, N, H]}, or null
 * @param expected by name: {@code y}, {@code hn}, {@code cn}, {@code grad.NAME}; not empty
 */
record ParityCase(
    Cell cell,
    int layers,
    int directions,
    int timesteps,
    int batch,
    float[] x,
    int[] lengths,
    float[] h0,
    float[] c0,
    List<Map<CellParameter, float[]>> weights,
    float[] dY,
    float[] dHN,
    float[] dCN,
    Map<String, double[]> expected) {

  /** Whether anything comes back from above. */
  boolean goesBackward() {
    return dY != null || dHN != null || dCN != null;
  }

  /** The cell of a layer, from 0. */
  Cell cellOfLayer(int layer) {
    return layer == 0 ? cell : cell.withInputSize(directions * cell.hiddenSize());
  }

  /** PyTorch's name of a weight, for example {@code weight_ih_l0_reverse}. */
  static String weightName(CellParameter role, int layer, Direction direction) {
    return role.label() + "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }
}
