package dev.sluice.argument;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** In which components two records of one type differ: also in those that are yet to be added. */
public final class RecordDifferences {
  private RecordDifferences() {}

  /**
   * Returns for each such component {@code NAME: expected A, got B}; empty if there is none.
   *
   * @param except components that may differ
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
