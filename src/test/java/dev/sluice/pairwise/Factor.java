package dev.sluice.pairwise;

import java.util.List;

/**
 * One thing in which test cases differ, and its values.
 *
 * @param name for messages
 * @param values all of them, each once
 */
public record Factor<V>(String name, List<V> values) {

  public Factor {
    values = List.copyOf(values);
    if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(name + ": expected values, each once, got " + values);
    }
  }

  @SafeVarargs
  public static <V> Factor<V> of(String name, V... values) {
    return new Factor<>(name, List.of(values));
  }

  /** All constants of an enum. */
  public static <E extends Enum<E>> Factor<E> of(String name, Class<E> type) {
    return new Factor<>(name, List.of(type.getEnumConstants()));
  }
}
