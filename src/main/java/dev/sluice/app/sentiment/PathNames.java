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
 * What of a path goes into models, checkpoints and reports: its last name. The folders before it
 * say who trained and where, which does not concern those who get the model.
 */
final class PathNames {
  private PathNames() {}

  /** The last name of a path, of the working directory too. */
  static String of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.getNameCount() == 0 ? absolute.toString() : absolute.getFileName().toString();
  }

  /** The arguments of the whole command line, paths among them by their last names. */
  static List<String> inArguments(CommandSpec command) {
    Set<String> paths = new LinkedHashSet<>();
    for (ArgSpec argument : command.commandLine().getParseResult().matchedArgs()) {
      if (PathArguments.isPath(argument)) {
        paths.addAll(argument.originalStringValues());
      }
    }
    List<String> named = new ArrayList<>();
    for (String each : command.root().commandLine().getParseResult().originalArgs()) {
      named.add(named(each, paths));
    }
    return named;
  }

  private static String named(String argument, Set<String> paths) {
    int equals = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
    String value = argument.substring(equals);
    return paths.contains(value) ? argument.substring(0, equals) + of(Path.of(value)) : argument;
  }
}
