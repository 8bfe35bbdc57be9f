package dev.sluice.app;

import dev.sluice.app.launch.Computes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * Detects from the command names and the declared options alone that a command line runs a
 * computing command. The parent JVM can then skip building picocli's model of all commands, which
 * takes as long as starting a JVM. The child JVM parses the whole line anyway; a line that may be
 * wrong is parsed here, so that no child is started for it.
 */
final class ComputingCall {
  /** The options of every command. A line with one of them is parsed in full. */
  static final Set<String> COMMON_OPTIONS =
      Set.of("-h", "--help", "-V", "--version", "-v", "--verbose", "-q", "--quiet");

  private ComputingCall() {}

  /**
   * Whether the line certainly runs a computing command with arguments that it declares; false if
   * only a full parse can tell.
   *
   * @param commands the commands that the first argument can name
   */
  static boolean isCertain(List<Class<?>> commands, List<String> arguments) {
    if (arguments.stream().anyMatch(COMMON_OPTIONS::contains)) {
      return false;
    }
    List<Class<?>> named = commands;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      Optional<Class<?>> command = named.stream().filter(c -> isNamed(c, argument)).findFirst();
      if (command.isEmpty()) {
        return false;
      }
      if (command.get().isAnnotationPresent(Computes.class)) {
        return DeclaredArguments.of(command.get())
            .accept(arguments.subList(i + 1, arguments.size()));
      }
      named = List.of(command.get().getAnnotation(Command.class).subcommands());
    }
    return false;
  }

  private static boolean isNamed(Class<?> command, String name) {
    return command.getAnnotation(Command.class).name().equals(name);
  }
}
