package dev.sluice.app.memory;

import java.util.Locale;

/** The names of tasks, cells and outcomes, as options, tables and files have them. */
final class Names {
  private Names() {}

  /** The name in lower case. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
