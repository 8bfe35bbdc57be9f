package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A metadata key that sets an option of a cell. The options of a cell without the key keep their
 * defaults.
 *
 * @param name the key
 * @param option the option, which is the name of the record's component
 * @param setting returns the cell with the option that the metadata states
 */
record CellKey<C extends Cell>(String name, String option, BiFunction<CaseMetadata, C, C> setting) {

  /** An activation, as {@link ActivationSyntax} reads it. */
  static <C extends Cell> CellKey<C> activation(
      String name, String option, BiFunction<C, Activation, C> with) {
    return new CellKey<>(
        name,
        option,
        (metadata, cell) ->
            with.apply(cell, ActivationSyntax.parse(name, metadata.text(name, null))));
  }

  /** An option that is on or off. Its default is off. */
  static <C extends Cell> CellKey<C> flag(String name, String option, UnaryOperator<C> on) {
    return new CellKey<>(
        name, option, (metadata, cell) -> metadata.flag(name, null) ? on.apply(cell) : cell);
  }

  /** A clipping bound; 0 means no clipping. */
  static <C extends Cell> CellKey<C> clip(
      String name, String option, BiFunction<C, Float, C> with) {
    return new CellKey<>(name, option, (metadata, cell) -> with.apply(cell, bound(name, metadata)));
  }

  /** A rate, whose range the cell checks. */
  static <C extends Cell> CellKey<C> rate(
      String name, String option, BiFunction<C, Float, C> with) {
    return new CellKey<>(
        name, option, (metadata, cell) -> with.apply(cell, metadata.number(name, null)));
  }

  /** One of the constants, by its name in lower case. */
  static <C extends Cell, E extends Enum<E>> CellKey<C> choice(
      String name, String option, E[] constants, BiFunction<C, E, C> with) {
    Map<String, E> byName = new LinkedHashMap<>();
    Arrays.stream(constants)
        .forEach(constant -> byName.put(constant.name().toLowerCase(Locale.ROOT), constant));
    List<String> names = List.copyOf(byName.keySet());
    return new CellKey<>(
        name,
        option,
        (metadata, cell) -> with.apply(cell, byName.get(metadata.choice(name, null, names))));
  }

  private static float bound(String name, CaseMetadata metadata) {
    float bound = metadata.number(name, null);
    if (!(bound >= 0 && bound < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a finite bound above 0, or 0 for none, got %s",
              name,
              bound));
    }
    return bound;
  }

  /** The cell with the option as the metadata states it. */
  C applyTo(C cell, CaseMetadata metadata) {
    return metadata.has(name) ? setting.apply(metadata, cell) : cell;
  }
}
