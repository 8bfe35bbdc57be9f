package dev.sluice.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Standard output and standard error in UTF-8, whatever the locale: who reads them by a program
 * gets the same bytes everywhere. Only a Windows console keeps its own charset.
 *
 * <p>Whatever is printed is escaped as {@link TerminalText} says. Only {@link #drawing} is not.
 */
public final class StandardStreams {
  private static final Charset CHARSET = charset();

  private StandardStreams() {}

  /** For all that prints to {@code System.out} and {@code System.err} from now on. */
  public static void useUtf8() {
    System.setOut(stream(FileDescriptor.out));
    System.setErr(new TerminalStream(stream(FileDescriptor.err), CHARSET));
  }

  /** For results; each line is flushed. */
  public static PrintWriter writer(OutputStream stream) {
    return writer(stream, TerminalText::escaped);
  }

  /** For messages, which are shortened; each line is flushed. */
  public static PrintWriter messages(OutputStream stream) {
    return writer(stream, text -> TerminalText.escaped(TerminalText.shortened(text)));
  }

  /** Standard error for what moves the cursor; text from outside must be escaped before. */
  static PrintStream drawing() {
    return new PrintStream(System.err, true, CHARSET);
  }

  private static PrintWriter writer(OutputStream stream, UnaryOperator<String> shown) {
    return new PrintWriter(
        new TerminalWriter(new OutputStreamWriter(stream, CHARSET), shown), true);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, CHARSET);
  }

  private static Charset charset() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    String ofConsole =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return windows && System.console() != null && ofConsole != null
        ? Charset.forName(ofConsole)
        : StandardCharsets.UTF_8;
  }
}
