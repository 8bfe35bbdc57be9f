package dev.sluice.app.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * A print stream for messages that escapes its text for the terminal and shortens very long texts.
 * Log lines and stack traces use it. Bytes are written unchanged.
 */
final class TerminalStream extends PrintStream {
  TerminalStream(OutputStream out, Charset charset) {
    super(out, true, charset);
  }

  @Override
  public void print(char character) {
    print(String.valueOf(character));
  }

  @Override
  public void print(char[] characters) {
    print(String.valueOf(characters));
  }

  @Override
  public void print(Object object) {
    print(String.valueOf(object));
  }

  @Override
  public void print(String text) {
    super.print(TerminalText.escaped(TerminalText.shortened(String.valueOf(text))));
  }
}
