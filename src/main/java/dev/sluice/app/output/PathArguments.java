package dev.sluice.app.output;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What every path of a command line must be: not empty, which a JVM would take for its working
 * directory, and not {@code -} where that cannot mean a standard stream.
 */
public final class PathArguments {
  static final String STANDARD_STREAM = "-";

  /** Every type that an argument which is a path has, and what it names. */
  private static final Map<Class<?>, String> TYPES =
      Map.of(Path.class, "a path", OutputPath.class, "a file", OutputFolder.class, "a folder");

  private PathArguments() {}

  /** Whether the argument is a path, or a list of them. */
  public static boolean isPath(ArgSpec argument) {
    return TYPES.containsKey(argument.auxiliaryTypes()[0]);
  }

  /**
   * Checks a whole command line, after it is parsed: picocli takes an argument of a list that
   * cannot be converted for an unknown one.
   *
   * @throws ParameterException naming the first path that is not so
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
      throw refusal(parsed, argument, type, "'-', which is no standard stream here");
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
