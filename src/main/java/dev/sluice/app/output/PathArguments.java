package dev.sluice.app.output;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Checks the paths on a command line. A path must not be empty, because the JVM would use the
 * working directory. It must not be {@code -} where this cannot mean a standard stream.
 */
public final class PathArguments {
  static final String STANDARD_STREAM = "-";

  /** The types of path arguments, and what each of them names. */
  private static final Map<Class<?>, String> TYPES =
      Map.of(Path.class, "a path", OutputPath.class, "a file", OutputFolder.class, "a folder");

  private PathArguments() {}

  /** Whether the argument is a path or a list of paths. */
  public static boolean isPath(ArgSpec argument) {
    return TYPES.containsKey(argument.auxiliaryTypes()[0]);
  }

  /**
   * Checks a parsed command line. The check runs after parsing, because picocli reports a list
   * element that cannot be converted as an unknown argument.
   *
   * @throws ParameterException if a path is invalid; the message names the first one
   */
  public static void requireNames(ParseResult parsed) {
    for (ArgSpec argument : parsed.matchedArgs()) {
      if (isPath(argument)) {
        argument.originalStringValues().forEach(value -> requireName(parsed, argument, value));
      }
    }
    if (parsed.hasSubcommand()) {
      requireNames(parsed.subcommand());
    }
  }

  private static void requireName(ParseResult parsed, ArgSpec argument, String value) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (value.isEmpty()) {
      throw refusal(parsed, argument, type, "an empty text");
    }
    if (value.equals(STANDARD_STREAM) && type != OutputPath.class) {
      throw refusal(parsed, argument, type, "'-', which is not a standard stream here");
    }
  }

  private static ParameterException refusal(
      ParseResult parsed, ArgSpec argument, Class<?> type, String found) {
    String name =
        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    return new ParameterException(
        parsed.commandSpec().commandLine(),
        name + ": expected " + TYPES.get(type) + ", got " + found);
  }
}
