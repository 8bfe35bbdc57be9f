package dev.sluice.insight.page;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes elements, attributes and text that are well-formed HTML and XML, for any text: what a user
 * gives never becomes markup.
 *
 * <p>The replacement character U+FFFD stands for what XML forbids, and for the marks that embed,
 * override or isolate a reading direction: one that is not ended would turn around what follows it.
 */
@CanIgnoreReturnValue
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes pairs of name and value
   */
  public Markup open(String name, String... attributes) {
    start(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /** Ends the current element. */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element with text. */
  public Markup element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** Writes an element without content: an SVG element or a void HTML element. */
  public Markup empty(String name, String... attributes) {
    start(name, attributes);
    out.append("/>");
    return this;
  }

  /** Writes escaped text. */
  public Markup text(String text) {
    escape(text);
    return this;
  }

  /** Writes a line break, for readers of the source. */
  public Markup line() {
    out.append('\n');
    return this;
  }

  /** Writes trusted source without escaping: never a text that a user gives. */
  public Markup source(String source) {
    out.append(source);
    return this;
  }

  /**
   * The written source.
   *
   * @throws IllegalStateException if an element is left open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements left open: " + open);
    }
    return out.toString();
  }

  private void start(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isCharacter(c) && !isDirectionMark(c) ? c : 0xFFFD);
              }
            });
  }

  /** Whether XML 1.0 allows the character. It forbids control characters and lone surrogates. */
  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }

  /** Whether the character begins or ends an embedding, override or isolate of Unicode's UAX #9. */
  private static boolean isDirectionMark(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
