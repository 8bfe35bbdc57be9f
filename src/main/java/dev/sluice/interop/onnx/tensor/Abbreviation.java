package dev.sluice.interop.onnx.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Shortens values and names from a file for messages, because a file can hold very many and very
 * long ones.
 */
public final class Abbreviation {
  private static final int VALUES = 16;
  private static final int CHARACTERS = 120;

  private Abbreviation() {}

  /** The values, such as {@code [2, 3]}; of a long list, the first values and their number. */
  public static String of(int... values) {
    return values.length <= VALUES
        ? Arrays.toString(values)
        : cut(Arrays.toString(Arrays.copyOf(values, VALUES)), values.length);
  }

  /** The values, such as {@code [2, 3]}; of a long list, the first values and their number. */
  public static String of(long... values) {
    return values.length <= VALUES
        ? Arrays.toString(values)
        : cut(Arrays.toString(Arrays.copyOf(values, VALUES)), values.length);
  }

  /** The values, such as {@code [2, 3]}; of a long list, the first values and their number. */
  public static String of(List<?> values) {
    return values.size() <= VALUES
        ? values.toString()
        : cut(values.subList(0, VALUES).toString(), values.size());
  }

  /** The name; of a long name, the first characters and their number. */
  public static String of(String name) {
    return name.length() <= CHARACTERS
        ? name
        : String.format(
            Locale.ROOT, "%s... (%d characters)", name.substring(0, CHARACTERS), name.length());
  }

  private static String cut(String first, int count) {
    return String.format(
        Locale.ROOT, "%s, ...] (%d values)", first.substring(0, first.length() - 1), count);
  }
}
