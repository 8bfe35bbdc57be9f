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
 * Standard output and standard error, in UTF-8 under every locale, so that programs that read them
 * get the same bytes everywhere. Only a Windows console keeps its own charset.
 *
 * <p>All output is escaped by {@link TerminalText}, except that of {@link #drawing}.
 */
public final class StandardStreams {
  private static final Charset CHARSET = charset();

  private StandardStreams() {}

  /** Replaces {@code System.out} and {@code System.err} by streams in UTF-8. */
  public static void useUtf8() {
    System.setOut(stream(FileDescriptor.out));
    System.setErr(new TerminalStream(stream(FileDescriptor.err), CHARSET));
  }

  /** A writer for results. It flushes each line. */
  public static PrintWriter writer(OutputStream stream) {
    return writer(stream, TerminalText::escaped);
  }

  /** A writer for messages. It shortens long texts and flushes each line. */
  public static PrintWriter messages(OutputStream stream) {
    return writer(stream, text -> TerminalText.escaped(TerminalText.shortened(text)));
  }

  /**
   * Standard error without escaping, for output that moves the cursor. The caller must escape
   * untrusted text.
   */
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
    String consoleCharset =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return windows && System.console() != null && consoleCharset != null
        ? Charset.forName(consoleCharset)
        : StandardCharsets.UTF_8;
  }
}
