package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * One array for each parameter of a cell that acts element by element: its values, or its gradient
 * summed. Elements lie as {@link GateLayout#blocksOf} says, padded with zeros.
 */
public final class ElementwiseParameters {
  private static final Set<CellParameter> KINDS =
      EnumSet.of(
          CellParameter.WEIGHT_CI,
          CellParameter.WEIGHT_CF,
          CellParameter.WEIGHT_CO,
          CellParameter.NORM_IH,
          CellParameter.NORM_HH,
          CellParameter.NORM_C,
          CellParameter.BIAS_C);

  private final Map<CellParameter, float[]> byRole = new EnumMap<>(CellParameter.class);

  /**
   * @param zeros makes an array of zeros of a length
   */
  public ElementwiseParameters(
      Cell cell, GateLayout layout, PaddedSizes size, IntFunction<float[]> zeros) {
    for (CellParameter role : cell.parameterShapes().keySet()) {
      if (KINDS.contains(role)) {
        GateLayout.Blocks blocks = layout.blocksOf(role);
        byRole.put(role, zeros.apply((blocks.first() + blocks.gates().length) * size.block));
      }
    }
  }

  /** The parameters that act element by element. */
  public Set<CellParameter> roles() {
    return byRole.keySet();
  }

  /** The parameter's array; at least as long as its blocks reach. */
  public float[] of(CellParameter role) {
    return byRole.get(role);
  }
}
