package dev.sluice.record;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Compares two records of the same type, component by component. Components that are added later
 * are compared too.
 */
public final class RecordDifferences {
  private RecordDifferences() {}

  /**
   * Returns {@code NAME: expected A, got B} for each component that differs; empty if the records
   * are equal.
   *
   * @param except components to ignore
   */
  public static String between(Record expected, Record found, Set<String> except) {
    List<String> differences = new ArrayList<>();
    for (RecordComponent component : expected.getClass().getRecordComponents()) {
      Object wanted = value(component, expected);
      Object got = value(component, found);
      if (!except.contains(component.getName()) && !Objects.equals(wanted, got)) {
        differences.add(
            String.format(
                Locale.ROOT, "%s: expected %s, got %s", component.getName(), wanted, got));
      }
    }
    return String.join("; ", differences);
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
