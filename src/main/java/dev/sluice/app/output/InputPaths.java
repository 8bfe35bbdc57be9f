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
 * The files and folders that a command reads. A command never writes to its inputs.
 *
 * @param paths files, or folders with everything below them; some may not exist
 */
public record InputPaths(List<Path> paths) {
  /** Copies the list. */
  public InputPaths {
    paths = List.copyOf(paths);
  }

  /** The inputs of a command that reads nothing. */
  public static InputPaths none() {
    return new InputPaths(List.of());
  }

  /** The values of all options and parameters of type {@link Path} on the command line. */
  public static InputPaths of(CommandSpec command) {
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
    return new InputPaths(paths);
  }

  /** These paths and further ones, which the command found while reading them. */
  public InputPaths and(Collection<Path> others) {
    List<Path> all = new ArrayList<>(paths);
    all.addAll(others);
    return new InputPaths(all);
  }

  /** Only the files, without the folders. */
  public InputPaths files() {
    return new InputPaths(paths.stream().filter(path -> !Files.isDirectory(path)).toList());
  }

  /**
   * @param given the output as the user named it, for the message
   * @param real the existing file that would be written, with symbolic links resolved
   * @throws UserError if the file is one of the inputs, also under another name or through a link
   */
  public void requireNotInput(String given, Path real) {
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
