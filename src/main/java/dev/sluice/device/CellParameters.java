package dev.sluice.device;

import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The parameters of one cell in one direction, by role. Their shapes are those that the cell
 * requires.
 */
public final class CellParameters {
  private final Map<CellParameter, Parameter> byRole;
  private final List<Parameter> all;

  /**
   * Checks the parameters against the cell.
   *
   * @throws IllegalArgumentException if a role is missing, not a role of the cell, or has the wrong
   *     shape
   */
  public CellParameters(Cell cell, Map<CellParameter, Parameter> byRole) {
    Require.present("cell", cell);
    Require.present("byRole", byRole);
    Map<CellParameter, List<Integer>> shapes = cell.parameterShapes();
    if (!shapes.keySet().equals(byRole.keySet())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "parameters of %s: expected %s, got %s",
              cell.kind(),
              shapes.keySet(),
              byRole.keySet()));
    }
    shapes.forEach((role, sizes) -> requireShape(Objects.requireNonNull(byRole.get(role)), sizes));
    this.byRole = new EnumMap<>(byRole);
    this.all = List.copyOf(this.byRole.values());
  }

  private static void requireShape(Parameter parameter, List<Integer> sizes) {
    int[] expected = sizes.stream().mapToInt(Integer::intValue).toArray();
    parameter.value().require(parameter.name(), DType.FLOAT32, expected);
  }

  /** Whether the cell has a parameter with this role. */
  public boolean has(CellParameter role) {
    return byRole.containsKey(role);
  }

  /**
   * The parameter with this role.
   *
   * @throws IllegalArgumentException if the cell has no such parameter
   */
  public Parameter get(CellParameter role) {
    Parameter parameter = byRole.get(role);
    if (parameter == null) {
      throw new IllegalArgumentException("the cell has no " + role.label());
    }
    return parameter;
  }

  /** All parameters, in the order of the cell. */
  public List<Parameter> all() {
    return all;
  }
}
