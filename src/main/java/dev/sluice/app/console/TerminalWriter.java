package dev.sluice.app.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.function.UnaryOperator;

/** A writer that transforms its text, for example escapes it for the terminal. */
final class TerminalWriter extends FilterWriter {
  private final UnaryOperator<String> transform;

  /**
   * @param transform applied to each piece of text before it is written
   */
  TerminalWriter(Writer out, UnaryOperator<String> transform) {
    super(out);
    this.transform = transform;
  }

  @Override
  public void write(int character) throws IOException {
    out.write(transform.apply(String.valueOf((char) character)));
  }

  @Override
  public void write(char[] characters, int from, int count) throws IOException {
    out.write(transform.apply(new String(characters, from, count)));
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    out.write(transform.apply(text.substring(from, from + count)));
  }
}
