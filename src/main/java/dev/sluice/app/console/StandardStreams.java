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

/**
 * Standard output and standard error in UTF-8, whatever the locale: who reads them by a program
 * gets the same bytes everywhere. Only a Windows console keeps its own charset.
 */
public final class StandardStreams {
  private static final Charset CHARSET = charset();

  private StandardStreams() {}

  /** For all that prints to {@code System.out} and {@code System.err} from now on. */
  public static void useUtf8() {
    System.setOut(stream(FileDescriptor.out));
    System.setErr(stream(FileDescriptor.err));
  }

  /** For text; each line is flushed. */
  public static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, CHARSET), true);
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
