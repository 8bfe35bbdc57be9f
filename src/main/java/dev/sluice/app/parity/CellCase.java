package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.RandomStream;
import dev.sluice.sequence.Direction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a parity case: one layer in one direction, with its weights, states and gradients.
 * Arrays are row-major.
 *
 * @param layer index of the layer, from 0
 * @param weights all weights of the cell, by role
 * @param h0 initial state h, {@code [N, P]}, or null
 * @param c0 initial state c, {@code [N, H]}, or null
 * @param dHN gradient of the loss with respect to the final h, {@code [N, P]}, or null
 * @param dCN gradient of the loss with respect to the final c, {@code [N, H]}, or null
 * @param dCells gradients of the loss with respect to c of every step, {@code [T, N, H]}, or null
 * @param masks random stream of the zoneout masks, or null
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
    float @Nullable [] dCells,
    @Nullable RandomStream masks) {

  /** The name of a tensor of this cell, for example {@code weight_ih_l0_reverse}. */
  String named(String role) {
    return named(role, layer, direction);
  }

  /** As {@link #named(String)}. */
  static String named(String role, int layer, Direction direction) {
    return role + "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  /** Whether the case gives gradients for the states of this cell. */
  boolean hasGradients() {
    return dHN != null || dCN != null || dCells != null;
  }
}
