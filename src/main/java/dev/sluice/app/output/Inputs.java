package dev.sluice.app.output;

import dev.sluice.app.launch.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command reads, and so never writes.
 *
 * @param paths files, or folders with all that is below them; some may not exist
 */
public record Inputs(List<Path> paths) {
  /** Copies the list. */
  public Inputs {
    paths = List.copyOf(paths);
  }

  /** A command that reads nothing. */
  public static Inputs none() {
    return new Inputs(List.of());
  }

  /** Every option and parameter of type {@link Path}, one value or several, that was given. */
  public static Inputs of(CommandSpec command) {
    List<Path> paths = new ArrayList<>();
    for (ArgSpec argument : command.commandLine().getParseResult().matchedArgs()) {
      Object value = argument.getValue();
      Collection<?> values =
          value instanceof Collection<?> several
              ? several
              : value == null ? List.of() : List.of(value);
      values.forEach(
          each -> {
            if (each instanceof Path path) {
              paths.add(path);
            }
          });
    }
    return new Inputs(paths);
  }

  /** These and others, which the command found in the first ones. */
  public Inputs and(Collection<Path> others) {
    List<Path> all = new ArrayList<>(paths);
    all.addAll(others);
    return new Inputs(all);
  }

  /** These without the folders. */
  public Inputs files() {
    return new Inputs(paths.stream().filter(path -> !Files.isDirectory(path)).toList());
  }

  /**
   * @param given the output, for the message
   * @param real the file that would be written, which exists
   * @throws UserError if it is one of the inputs, by whatever name or link
   */
  public void requireNone(String given, Path real) {
    try {
      for (Path input : paths) {
        if (!Files.isDirectory(input)) {
          refuse(Files.exists(input) && Files.isSameFile(input, real), given, "", input);
        } else {
          refuse(real.startsWith(input.toRealPath()), given, "a file of ", input);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuse(boolean isInput, String given, String part, Path input) {
    if (isInput) {
      throw new UserError(
          given + " is " + part + "the input " + input + ", which is only read; choose another");
    }
  }
}
