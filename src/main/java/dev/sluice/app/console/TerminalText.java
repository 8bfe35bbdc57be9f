package dev.sluice.app.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Escapes untrusted text (names of classes and tensors, texts, headers, paths) for the terminal.
 * All output of the command line is escaped here, see {@link StandardStreams}.
 *
 * <p>A character that could control the terminal or change the reading direction is replaced by its
 * escape, such as <code>&#92;u001b</code>. JSON strings use the same escapes, so printed JSON keeps
 * its value.
 */
public final class TerminalText {
  /** The longest message on standard error, in characters. */
  static final int LONGEST_MESSAGE = 2000;

  /** The longest name in a line or a table, in characters. */
  private static final int LONGEST_NAME = 60;

  private TerminalText() {}

  /** Escapes control characters, except tabs and line ends ({@code \n} or {@code \r\n}). */
  public static String escaped(CharSequence text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      boolean isControl = !isLineEnd(text, i) && text.charAt(i) != '\t' && isControl(text, i);
      if (isControl && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        append(escaped, text.charAt(i), isControl);
      }
    }
    return escaped == null ? text.toString() : escaped.toString();
  }

  /**
   * Escapes a text to one line: also its line ends and tabs. Cuts it to the length of a message.
   *
   * @param text null gives "null", as where an exception has no message
   */
  public static String line(@Nullable String text) {
    return line(String.valueOf(text), LONGEST_MESSAGE);
  }

  /** As {@link #line}, cut to the width of a table column. */
  public static String name(String text) {
    return line(text, LONGEST_NAME);
  }

  /** Cuts a text to the length of a message and appends the number of characters that were cut. */
  static String shortened(String text) {
    return shortened(text, LONGEST_MESSAGE);
  }

  private static String line(String text, int longest) {
    String shortened = shortened(text, longest);
    StringBuilder escaped = new StringBuilder(shortened.length());
    for (int i = 0; i < shortened.length(); i++) {
      append(escaped, shortened.charAt(i), isControl(shortened, i));
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

  private static void append(StringBuilder escaped, char each, boolean isControl) {
    if (isControl) {
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
    } else {
      escaped.append(each);
    }
  }

  private static boolean isLineEnd(CharSequence text, int i) {
    return text.charAt(i) == '\n'
        || text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
  }

  private static boolean isControl(CharSequence text, int i) {
    char each = text.charAt(i);
    return Character.isISOControl(each)
        || each == '\u2028'
        || each == '\u2029'
        || each >= '\u202a' && each <= '\u202e'
        || each >= '\u2066' && each <= '\u2069'
        || isLoneSurrogate(text, i);
  }

  /**
   * Whether the char is half of a surrogate pair, which no charset can encode. At the ends of the
   * text its other half may be outside, so it does not count.
   */
  private static boolean isLoneSurrogate(CharSequence text, int i) {
    char each = text.charAt(i);
    if (Character.isHighSurrogate(each)) {
      return i + 1 < text.length() && !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(each)
        && i > 0
        && !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
