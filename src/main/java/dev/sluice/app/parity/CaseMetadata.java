package dev.sluice.app.parity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The keys and values of a case, read strictly: what is not understood is refused by name. */
final class CaseMetadata {
  private final Map<String, String> values;

  /**
   * Checks the keys.
   *
   * @param known keys that mean something or are for people
   * @throws IllegalArgumentException if there are others
   */
  CaseMetadata(Map<String, String> values, Set<String> known) {
    this.values = values;
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("metadata: unknown option " + String.join(", ", unknown));
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * The value as it stands.
   *
   * @param absent what an absent key means; null: the key must be there
   */
  String text(String key, String absent) {
    String value = values.getOrDefault(key, absent);
    if (value == null) {
      throw new IllegalArgumentException("metadata: expected the key " + key + ", found none");
    }
    return value;
  }

  /** One of these values; see {@link #text} for absent keys. */
  String choice(String key, String absent, List<String> choices) {
    String value = text(key, absent);
    if (!choices.contains(value)) {
      throw refusal(key, String.join(" or ", choices), value);
    }
    return value;
  }

  /** Whether it is true; capitals do not matter, since Python writes {@code True}. */
  boolean flag(String key, String absent) {
    String value = text(key, absent);
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refusal(key, "true or false", value);
    };
  }

  /** A whole number from 1 to 999,999,999. */
  int positive(String key, String absent) {
    String value = text(key, absent);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw refusal(key, "a number of at least 1", value);
    }
    return Integer.parseInt(value);
  }

  /** Any whole number of 64 bits. */
  long whole(String key, String absent) {
    String value = text(key, absent);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw refusal(key, "a whole number of 64 bits", value);
    }
  }

  /** A whole number from 0 to 999,999,999. */
  int natural(String key, String absent) {
    String value = text(key, absent);
    if (!value.matches("[0-9]{1,9}")) {
      throw refusal(key, "a number of at least 0", value);
    }
    return Integer.parseInt(value);
  }

  /** A number; its range is for the cell to check. */
  float number(String key, String absent) {
    String value = text(key, absent);
    try {
      return Float.parseFloat(value);
    } catch (NumberFormatException e) {
      throw refusal(key, "a number", value);
    }
  }

  private static IllegalArgumentException refusal(String key, String expected, String value) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s: expected %s, got \"%s\"", key, expected, value));
  }
}
