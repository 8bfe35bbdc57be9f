package dev.sluice.app.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.function.UnaryOperator;

/** Writes text as a terminal may see it. */
final class TerminalWriter extends FilterWriter {
  private final UnaryOperator<String> shown;

  /**
   * @param shown from what is written to what is shown
   */
  TerminalWriter(Writer out, UnaryOperator<String> shown) {
    super(out);
    this.shown = shown;
  }

  @Override
  public void write(int character) throws IOException {
    out.write(shown.apply(String.valueOf((char) character)));
  }

  @Override
  public void write(char[] characters, int from, int count) throws IOException {
    out.write(shown.apply(new String(characters, from, count)));
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    out.write(shown.apply(text.substring(from, from + count)));
  }
}
