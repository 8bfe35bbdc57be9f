package dev.sluice.device;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Zoneout;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.StringJoiner;

/** Short names of cells: kind, sizes, and each option that is not the default. */
public final class CellName {
  private CellName() {}

  /** For example {@code lstm 5>17 peepholes projection=3}. */
  public static String of(Cell cell) {
    Cell usual = cell.defaults();
    StringJoiner name = new StringJoiner(" ");
    name.add(cell.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    name.add(cell.inputSize() + ">" + cell.hiddenSize());
    for (RecordComponent option : cell.getClass().getRecordComponents()) {
      Object value = value(option, cell);
      if (!value.equals(value(option, usual))) {
        String label = option.getName().replaceFirst("(Activation|Size)$", "");
        name.add(value.equals(true) ? label : label + "=" + text(value));
      }
    }
    return name.toString();
  }

  /** The cell's value of the option. */
  static Object value(RecordComponent option, Cell cell) {
    try {
      return option.getAccessor().invoke(cell);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Activation activation) {
      String numbers = "(" + activation.alpha() + "," + activation.beta() + ")";
      String kind = activation.kind().toString().toLowerCase(Locale.ROOT);
      return activation.equals(Activation.hardSigmoid()) || numbers.equals("(0.0,0.0)")
          ? kind
          : kind + numbers;
    }
    if (value instanceof Zoneout zoneout) {
      return zoneout.hidden() + "/" + zoneout.cell();
    }
    return value.toString().toLowerCase(Locale.ROOT);
  }
}
