package dev.sluice.app;

import dev.sluice.app.launch.Computes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * Tells from the names of the commands alone whether a command line runs one that computes. Then
 * the JVM of the call need not build picocli's models of all commands, which takes as long as the
 * start of a JVM: the child reads the whole line anyway.
 */
final class ComputingCall {
  /** What every command takes: a line that has one of these is read in full. */
  static final Set<String> COMMON_OPTIONS =
      Set.of("-h", "--help", "-V", "--version", "-v", "--verbose", "-q", "--quiet");

  private ComputingCall() {}

  /**
   * Whether it is certain; false where only the whole line tells.
   *
   * @param commands that the first argument may name
   */
  static boolean isCertain(List<Class<?>> commands, List<String> arguments) {
    if (arguments.stream().anyMatch(COMMON_OPTIONS::contains)) {
      return false;
    }
    List<Class<?>> named = commands;
    for (String argument : arguments) {
      Optional<Class<?>> command = named.stream().filter(c -> isNamed(c, argument)).findFirst();
      if (command.isEmpty()) {
        return false;
      }
      if (command.get().isAnnotationPresent(Computes.class)) {
        return true;
      }
      named = List.of(command.get().getAnnotation(Command.class).subcommands());
    }
    return false;
  }

  private static boolean isNamed(Class<?> command, String name) {
    return command.getAnnotation(Command.class).name().equals(name);
  }
}
