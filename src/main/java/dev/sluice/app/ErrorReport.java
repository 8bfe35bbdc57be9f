package dev.sluice.app;

import static java.util.Objects.requireNonNull;

import dev.sluice.app.console.TerminalText;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.Program;
import dev.sluice.app.launch.UserError;
import dev.sluice.data.DataException;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.file.FileFailure;
import dev.sluice.model.ModelFileException;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.train.CheckpointException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints an error for the user. Errors that the user can fix and device failures are one line;
 * anything else is a bug and is printed with its stack trace.
 */
record ErrorReport(PrintWriter err, boolean verbose) {
  /** The exceptions that our own code throws for bad input; their messages name the input. */
  private static final Set<Class<?>> REFUSALS =
      Set.of(
          CheckpointException.class,
          DataException.class,
          ModelFileException.class,
          OutOfDeviceMemoryException.class,
          SafetensorsException.class,
          UserError.class);

  /**
   * @return the exit code for this error
   */
  int print(Throwable error) {
    Optional<String> line = line(error);
    err.println(
        "sluice: "
            + line.map(ErrorReport::withoutClassNames)
                .map(TerminalText::line)
                .orElseGet(
                    () -> "a bug, please report it: " + TerminalText.line(error.toString())));
    if (verbose || line.isEmpty()) {
      error.printStackTrace(err);
    }
    err.flush();
    boolean userError = line.isPresent() && !(error instanceof DeviceException);
    return userError ? ExitCode.USAGE : ExitCode.NOT_GOOD;
  }

  /** The message of an error that is not a bug; empty for a bug. */
  private static Optional<String> line(Throwable error) {
    if (error instanceof UncheckedIOException unchecked) {
      return Optional.of(ioMessage(requireNonNull(unchecked.getCause()), unchecked.getMessage()));
    }
    if (error instanceof IOException io) {
      return Optional.of(ioMessage(io, io.getMessage()));
    }
    if (error instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return Optional.of(
          String.format(
              Locale.ROOT,
              "out of memory (%s; heap at most %d MiB): smaller sizes, or java -Xmx... -jar sluice.jar",
              error.getMessage(),
              mebibytes));
    }
    if (error instanceof DeviceUnavailableException) {
      return Optional.of(
          String.format(
              Locale.ROOT, "%s; run '%s devices' for details", error.getMessage(), Program.call()));
    }
    if (error instanceof DeviceException || isRefusalOfInput(error)) {
      return Optional.of(String.valueOf(error.getMessage()));
    }
    return Optional.empty();
  }

  /**
   * Whether the error refuses user input. An IllegalArgumentException from the JDK or a library is
   * a bug of ours.
   */
  private static boolean isRefusalOfInput(Throwable error) {
    if (REFUSALS.contains(error.getClass())) {
      return true;
    }
    StackTraceElement[] trace = error.getStackTrace();
    return error instanceof IllegalArgumentException
        && trace.length > 0
        && trace[0].getClassName().startsWith("dev.sluice.");
  }

  /**
   * The message of a failed read or write. Exceptions of the file system often hold only the path.
   */
  private static String ioMessage(IOException error, @Nullable String message) {
    if (error instanceof FileSystemException file) {
      return FileFailure.reason(error) + ": " + file.getFile();
    }
    String cause = error.getMessage();
    if (error instanceof FileNotFoundException && cause != null) {
      return cause;
    }
    if (message == null) {
      return "input or output failed: " + error.getClass().getSimpleName();
    }
    return cause == null || message.contains(cause) ? message : message + ": " + cause;
  }

  /**
   * Removes class names: a message made from a cause, as in an UncheckedIOException, repeats the
   * cause's class.
   */
  private static String withoutClassNames(String message) {
    return message.replaceAll("\\bjava\\.[\\w.]+Exception: ", "");
  }
}
