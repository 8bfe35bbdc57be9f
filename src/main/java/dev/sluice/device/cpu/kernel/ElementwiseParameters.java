package dev.sluice.device.cpu.kernel;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The element-wise parameters of a cell (peepholes, gains and biases of layer normalization), one
 * array for each: either the values or the sums of the gradients. Elements are placed as {@link
 * GateLayout#blocksOf} says and padded with zeros.
 */
public final class ElementwiseParameters {
  private final Map<CellParameter, float[]> byRole = new EnumMap<>(CellParameter.class);

  /**
   * Allocates the arrays.
   *
   * @param zeros allocates an array of zeros of a given length
   */
  public ElementwiseParameters(
      Cell cell, GateLayout layout, PaddedSizes size, IntFunction<float[]> zeros) {
    for (CellParameter role : cell.parameterShapes().keySet()) {
      if (actsByElement(role)) {
        GateLayout.Blocks blocks = layout.blocksOf(role);
        byRole.put(role, zeros.apply((blocks.first() + blocks.gates().length) * size.block));
      }
    }
  }

  /**
   * Whether the parameter is element-wise. The biases are not included; they have an array of their
   * own.
   */
  private static boolean actsByElement(CellParameter role) {
    return switch (role) {
      case WEIGHT_CI, WEIGHT_CF, WEIGHT_CO, NORM_IH, NORM_HH, NORM_C, BIAS_C -> true;
      case WEIGHT_IH, WEIGHT_HH, BIAS_IH, BIAS_HH, WEIGHT_HR -> false;
    };
  }

  /** The roles of the element-wise parameters of the cell. */
  public Set<CellParameter> roles() {
    return byRole.keySet();
  }

  /**
   * The array of a parameter. It is at least as long as its blocks.
   *
   * @throws NullPointerException if the cell does not have the parameter
   */
  public float[] of(CellParameter role) {
    return requireNonNull(byRole.get(role), role::toString);
  }
}
