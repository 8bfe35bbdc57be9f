package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.RandomStream;
import dev.sluice.sequence.Direction;
import java.util.Map;

/**
 * One layer in one direction, with what only it takes. Arrays are row-major.
 *
 * @param layer from 0
 * @param weights by role, all that the cell has
 * @param h0 {@code [N, P]}, or null
 * @param c0 {@code [N, H]}, or null
 * @param dHN {@code [N, P]}, or null
 * @param dCN {@code [N, H]}, or null
 * @param dCells {@code [T, N, H]}, or null
 * @param masks what zoneout draws from, or null
 */
record CellCase(
    Cell cell,
    int layer,
    Direction direction,
    Map<CellParameter, float[]> weights,
    float[] h0,
    float[] c0,
    float[] dHN,
    float[] dCN,
    float[] dCells,
    RandomStream masks) {

  /** The name of one of its tensors, for example {@code weight_ih_l0_reverse}. */
  String named(String role) {
    return named(role, layer, direction);
  }

  /** As {@link #named(String)}. */
  static String named(String role, int layer, Direction direction) {
    return role + "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  /** Whether a gradient comes from above into this cell alone. */
  boolean hasGradients() {
    return dHN != null || dCN != null || dCells != null;
  }
}
