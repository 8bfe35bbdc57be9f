package dev.sluice.app.output;

import dev.sluice.app.launch.UserError;
import dev.sluice.file.AtomicFile;
import dev.sluice.file.Destination;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A file that a command writes. {@link OutputPath#file} creates it. */
public final class OutputFile {
  private final String option;
  private final Path path;
  private final InputPaths inputs;
  private final boolean force;

  OutputFile(String option, Path path, InputPaths inputs, boolean force) {
    this.option = option;
    this.path = path;
    this.inputs = inputs;
    this.force = force;
  }

  /**
   * This file, with further inputs that the command found while reading the first ones.
   *
   * @throws UserError if this file is one of them
   */
  public OutputFile withFurtherInputs(Collection<Path> furtherInputs) {
    OutputFile file = new OutputFile(option, path, inputs.and(furtherInputs), force);
    file.requireAllowed();
    return file;
  }

  /**
   * Writes the file completely or not at all, see {@link AtomicFile#replace(Path,
   * AtomicFile.Body)}.
   *
   * @throws UserError if it may no longer be written
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(AtomicFile.Body body) {
    requireAllowed();
    // The file may be standard output.
    System.out.flush();
    System.err.flush();
    try {
      AtomicFile.replace(path, body);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /**
   * The writer for messages: standard error if the file is standard output, otherwise standard
   * output.
   */
  public PrintWriter messages(CommandLine line) {
    return destination().kind() == Destination.Kind.STANDARD_OUTPUT ? line.getErr() : line.getOut();
  }

  void requireAllowed() {
    Destination destination = destination();
    switch (destination.kind()) {
      case NEW -> requireWritable(destination.path().getParent());
      case FILE -> {
        inputs.requireNotInput(option + ": " + path, destination.path());
        if (!force) {
          throw refusal(
              path + " already exists; use --force to replace it, or choose another", null);
        }
        requireWritable(destination.path());
        requireWritable(destination.path().getParent());
      }
      case DEVICE, STANDARD_OUTPUT, STANDARD_ERROR -> {}
    }
  }

  private void requireWritable(@Nullable Path needed) {
    if (!Files.isWritable(needed)) {
      throw refusal("permission denied: " + needed, null);
    }
  }

  private Destination destination() {
    try {
      return Destination.of(path);
    } catch (NoSuchFileException e) {
      throw refusal(
          "no folder "
              + e.getFile()
              + " for "
              + path.getFileName()
              + "; create it first, or choose another",
          e);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? "cannot be resolved" : e.getReason();
      throw refusal(path + ": " + why, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UserError refusal(String why, @Nullable Exception cause) {
    return new UserError(option + ": " + why, cause);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
