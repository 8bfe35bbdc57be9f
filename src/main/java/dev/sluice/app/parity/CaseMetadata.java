package dev.sluice.app.parity;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a parity case. Reads values strictly: unknown keys and invalid values are errors
 * that name the key.
 */
final class CaseMetadata {
  private final Map<String, String> values;

  /**
   * Checks the keys.
   *
   * @param known keys that have a meaning or are for people
   * @throws IllegalArgumentException if there are other keys
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
   * The value as text.
   *
   * @param absent the value of an absent key; null if the key is required
   */
  String text(String key, @Nullable String absent) {
    String value = values.getOrDefault(key, absent);
    if (value == null) {
      throw new IllegalArgumentException("metadata: expected the key " + key + ", got none");
    }
    return value;
  }

  /** A value that must be one of some choices. See {@link #text} for absent keys. */
  @CanIgnoreReturnValue
  String choice(String key, @Nullable String absent, List<String> choices) {
    String value = text(key, absent);
    if (!choices.contains(value)) {
      throw refusal(key, String.join(" or ", choices), value);
    }
    return value;
  }

  /** A boolean value. Ignores case, because Python writes {@code True}. */
  boolean flag(String key, @Nullable String absent) {
    String value = text(key, absent);
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refusal(key, "true or false", value);
    };
  }

  /** A whole number from 1 to 999,999,999. */
  int positive(String key, @Nullable String absent) {
    String value = text(key, absent);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw refusal(key, "a number of at least 1", value);
    }
    return Integer.parseInt(value);
  }

  /** Any 64-bit integer. */
  long whole(String key, @Nullable String absent) {
    String value = text(key, absent);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw refusal(key, "a 64-bit integer", value);
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

  /** A number. The cell checks its range. */
  float number(String key, @Nullable String absent) {
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
