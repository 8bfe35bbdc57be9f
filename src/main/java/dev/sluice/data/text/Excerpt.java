package dev.sluice.data.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Shortens text from a file for a message. */
final class Excerpt {
  private static final int MAX_CHARACTERS = 60;
  private static final int MAX_ELEMENTS = 10;

  private Excerpt() {}

  /** The first characters of a text. */
  static String of(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    int end = text.offsetByCodePoints(0, text.codePointCount(0, MAX_CHARACTERS));
    return text.substring(0, end) + "...";
  }

  /** The first elements, such as {@code [a, b, and 12 more]}. */
  static String of(Collection<String> elements) {
    String first =
        elements.stream().limit(MAX_ELEMENTS).map(Excerpt::of).collect(Collectors.joining(", "));
    int others = elements.size() - MAX_ELEMENTS;
    return "[" + first + (others > 0 ? ", and " + others + " more]" : "]");
  }
}
