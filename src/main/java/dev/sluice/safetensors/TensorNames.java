package dev.sluice.safetensors;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Formats tensor names for error messages. A name may be any text of any length. */
final class TensorNames {
  private static final int SHOWN_CHARACTERS = 100;
  private static final int SHOWN_NAMES = 5;

  private TensorNames() {}

  /** Returns the name in quotes, without control characters and cut to a readable length. */
  static String quoted(String name) {
    String shown =
        name.length() <= SHOWN_CHARACTERS ? name : name.substring(0, SHOWN_CHARACTERS) + "...";
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** Returns the few of {@code names} that are most similar to {@code name}, most similar first. */
  static String nearest(String name, Collection<String> names) {
    if (names.isEmpty()) {
      return "the file has no tensors";
    }
    return names.stream()
        .sorted(Comparator.comparingInt(other -> editDistance(name, other)))
        .limit(SHOWN_NAMES)
        .map(TensorNames::quoted)
        .collect(Collectors.joining(", ", "the nearest of " + names.size() + " are ", ""));
  }

  /** Returns whether the text can be encoded as UTF-8, which fails for a lone surrogate. */
  static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The Levenshtein distance of the first characters, which are limited since it is quadratic. */
  private static int editDistance(String from, String to) {
    int rows = Math.min(from.length(), SHOWN_CHARACTERS);
    int columns = Math.min(to.length(), SHOWN_CHARACTERS);
    int[] distance = new int[columns + 1];
    for (int column = 0; column <= columns; column++) {
      distance[column] = column;
    }
    for (int row = 1; row <= rows; row++) {
      int diagonal = distance[0];
      distance[0] = row;
      for (int column = 1; column <= columns; column++) {
        int replaced = diagonal + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = distance[column];
        int shifted = 1 + Math.min(distance[column], distance[column - 1]);
        distance[column] = Math.min(replaced, shifted);
      }
    }
    return distance[columns];
  }
}
