package dev.sluice.app.sentiment;

import dev.sluice.app.output.PathArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Reduces paths to their last name, for models, checkpoints and reports. The folders of a path
 * reveal who trained the model and where, and recipients of a model need not know that.
 */
final class PathRedaction {
  private PathRedaction() {}

  /** The last name of a path. It works for the working directory too. */
  static String of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.getNameCount() == 0 ? absolute.toString() : absolute.getFileName().toString();
  }

  /** The arguments of the whole command line, with each path reduced to its last name. */
  static List<String> inArguments(CommandSpec command) {
    Set<String> paths = new LinkedHashSet<>();
    for (ArgSpec argument : command.commandLine().getParseResult().matchedArgs()) {
      if (PathArguments.isPath(argument)) {
        paths.addAll(argument.originalStringValues());
      }
    }
    List<String> redacted = new ArrayList<>();
    for (String each : command.root().commandLine().getParseResult().originalArgs()) {
      redacted.add(redact(each, paths));
    }
    return redacted;
  }

  private static String redact(String argument, Set<String> paths) {
    int equals = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
    String value = argument.substring(equals);
    return paths.contains(value) ? argument.substring(0, equals) + of(Path.of(value)) : argument;
  }
}
