package dev.sluice.app.console;

import java.util.Locale;

/**
 * What text from outside (names of classes and tensors, texts, headers, paths) looks like on a
 * terminal. All that the command line prints passes here, see {@link StandardStreams}.
 *
 * <p>A character that could steer the terminal or turn the reading order becomes its escape, such
 * as <code>&#92;u001b</code>. That is how JSON writes it in a string, so printed JSON keeps its
 * value.
 */
public final class TerminalText {
  /** The longest message on standard error, in characters. */
  static final int LONGEST_MESSAGE = 2000;

  /** The longest name in a line or a table, in characters. */
  private static final int LONGEST_NAME = 60;

  private TerminalText() {}

  /** Line feeds, with or without a carriage return before, and tabs stay as they are. */
  public static String escaped(CharSequence text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      boolean steers = !isLineEnd(text, i) && text.charAt(i) != '\t' && steers(text, i);
      if (steers && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        append(escaped, text.charAt(i), steers);
      }
    }
    return escaped == null ? text.toString() : escaped.toString();
  }

  /** One line: line ends and tabs are escaped too, and what is too long for a message is cut. */
  public static String line(String text) {
    return line(text, LONGEST_MESSAGE);
  }

  /** As {@link #line}, cut to what fits into a table. */
  public static String name(String text) {
    return line(text, LONGEST_NAME);
  }

  /** Cuts a text that is longer than a message may be, and says by how much. */
  static String shortened(String text) {
    return shortened(text, LONGEST_MESSAGE);
  }

  private static String line(String text, int longest) {
    String shortened = shortened(text, longest);
    StringBuilder escaped = new StringBuilder(shortened.length());
    for (int i = 0; i < shortened.length(); i++) {
      append(escaped, shortened.charAt(i), steers(shortened, i));
    }
    return escaped.toString();
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return String.format(
        Locale.ROOT, "%s... (%,d characters more)", text.substring(0, end), text.length() - end);
  }

  private static void append(StringBuilder escaped, char each, boolean steers) {
    if (steers) {
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
    } else {
      escaped.append(each);
    }
  }

  private static boolean isLineEnd(CharSequence text, int i) {
    return text.charAt(i) == '\n'
        || text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
  }

  private static boolean steers(CharSequence text, int i) {
    char each = text.charAt(i);
    return Character.isISOControl(each)
        || each == '\u2028'
        || each == '\u2029'
        || each >= '\u202a' && each <= '\u202e'
        || each >= '\u2066' && each <= '\u2069'
        || isAlone(text, i);
  }

  /**
   * Half of a character, which no charset can write; one at an end may have its other half there.
   */
  private static boolean isAlone(CharSequence text, int i) {
    char each = text.charAt(i);
    if (Character.isHighSurrogate(each)) {
      return i + 1 < text.length() && !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(each)
        && i > 0
        && !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
