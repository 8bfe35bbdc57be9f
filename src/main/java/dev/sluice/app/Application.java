package dev.sluice.app;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.app.console.Logging;
import dev.sluice.app.console.StandardStreams;
import dev.sluice.app.console.TerminalText;
import dev.sluice.app.launch.Arguments;
import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.ChildJvm;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.ParentWatch;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.launch.Utf8Locale;
import dev.sluice.app.output.PathArguments;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ParseResult.GroupMatch;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses a command line, runs the command in this JVM or in a child JVM, and returns the exit code.
 */
final class Application {
  private static final int HELP_WIDTH = 92;

  private final Class<?> mainClass;
  private final List<CommandGroup> groups;

  /**
   * @param mainClass main class of the child JVM; its {@code main} must create the same application
   */
  Application(Class<?> mainClass, List<CommandGroup> groups) {
    this.mainClass = mainClass;
    this.groups = groups;
  }

  /**
   * Runs the command of this process and returns the exit code.
   *
   * @param given the arguments of {@code main}; they are read again from the system if the locale's
   *     charset could not decode them
   */
  int runProcess(String... given) {
    ParentWatch.begin();
    StandardStreams.useUtf8();
    try {
      Arguments arguments = Arguments.ofThisProcess(given);
      if (ComputingCall.isCertain(commands(), arguments.values()) && ChildJvm.isNeeded()) {
        Logging.configure(false, false);
        return new ChildJvm(mainClass).run(arguments);
      }
      return run(arguments);
    } catch (UserError undecodable) {
      return new ErrorReport(StandardStreams.messages(System.err), false).print(undecodable);
    }
  }

  /** Runs one command and returns the exit code. */
  int run(String... arguments) {
    return run(Arguments.of(arguments));
  }

  private int run(Arguments arguments) {
    String[] values = arguments.values().toArray(String[]::new);
    RootCommand logOptions = readLogOptions(values);
    Logging.configure(logOptions.verbose, logOptions.quiet);
    CommandLine line = commandLine(arguments);
    line.setOut(StandardStreams.writer(System.out));
    line.setErr(StandardStreams.messages(System.err));
    var report = new ErrorReport(line.getErr(), logOptions.verbose);
    line.setExecutionExceptionHandler((error, command, parsed) -> report.print(error));
    try {
      int code =
          ChildJvm.isNeededFor(arguments)
              ? new ChildJvm(mainClass).run(arguments)
              : line.execute(values);
      line.getOut().flush();
      // The writer does not report errors: a PrintStream swallows them.
      if (code == ExitCode.OK && System.out.checkError()) {
        throw new UserError("cannot write to standard output");
      }
      return code;
    } catch (RuntimeException | Error error) {
      return report.print(error);
    }
  }

  /**
   * Parses the log options before command classes load: their loggers read the log level only once.
   */
  private static RootCommand readLogOptions(String[] arguments) {
    var options = new RootCommand();
    try {
      disableOptionSyntax(new CommandLine(options))
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(arguments);
    } catch (ParameterException e) {
      return options; // The full parse below reports the error.
    }
    return options;
  }

  /**
   * Turns off option clusters and argument files: texts such as {@code -very good} and
   * {@code @home} are arguments.
   */
  @CanIgnoreReturnValue
  private static CommandLine disableOptionSyntax(CommandLine line) {
    return line.setPosixClusteredShortOptionsAllowed(false).setExpandAtFiles(false);
  }

  private CommandLine commandLine(Arguments arguments) {
    var line = new CommandLine(new RootCommand());
    commands().forEach(line::addSubcommand);
    addStandardOptions(line);
    disableOptionSyntax(line);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionStrategy(parsed -> execute(parsed, arguments));
    line.setParameterExceptionHandler((mistake, given) -> refuse(mistake, given.length == 0));
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    line.getHelpSectionMap()
        .put(SECTION_KEY_COMMAND_LIST, help -> CommandGroup.render(groups, help));
    return line;
  }

  private List<Class<?>> commands() {
    List<Class<?>> all = new ArrayList<>();
    groups.forEach(group -> all.addAll(group.commands()));
    return all;
  }

  /** Adds {@code --help} and {@code --version} to every command. */
  private static void addStandardOptions(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new VersionProvider());
    line.getSubcommands().values().forEach(Application::addStandardOptions);
  }

  private int execute(ParseResult parsed, Arguments arguments) {
    refuseUnmatched(parsed);
    refuseRepeated(parsed);
    PathArguments.requireNames(parsed);
    Integer helpCode = CommandLine.executeHelpRequest(parsed);
    if (helpCode != null) {
      return helpCode;
    }
    Object command = commandOf(parsed);
    if (command instanceof ChecksArguments checked) {
      checked.checkArguments();
    }
    if (command.getClass().isAnnotationPresent(Computes.class) && ChildJvm.isNeeded()) {
      return new ChildJvm(mainClass).run(arguments);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Picocli itself ignores unmatched arguments if help is requested. */
  private static void refuseUnmatched(ParseResult parsed) {
    if (!parsed.unmatched().isEmpty()) {
      throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
    }
    if (parsed.hasSubcommand()) {
      refuseUnmatched(parsed.subcommand());
    }
  }

  /**
   * Picocli itself treats a repeated option of a group as a second group and drops the first one.
   */
  private static void refuseRepeated(ParseResult parsed) {
    for (ArgGroupSpec group : parsed.commandSpec().argGroups()) {
      List<GroupMatch> matches =
          parsed.findMatches(group).stream()
              .flatMap(container -> container.matches().stream())
              .toList();
      for (OptionSpec option : group.options()) {
        if (matches.stream().filter(match -> !match.matchedValues(option).isEmpty()).count() > 1) {
          throw new OverwrittenOptionException(
              parsed.commandSpec().commandLine(),
              option,
              "option '" + option.longestName() + "' should be specified only once");
        }
      }
    }
    if (parsed.hasSubcommand()) {
      refuseRepeated(parsed.subcommand());
    }
  }

  private static Object commandOf(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.commandSpec().userObject();
  }

  private static int refuse(ParameterException mistake, boolean noArguments) {
    CommandLine line = mistake.getCommandLine();
    if (noArguments) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    String name = line.getCommandSpec().qualifiedName();
    boolean invalidPath = mistake.getCause() instanceof InvalidPathException;
    String advice = invalidPath && Utf8Locale.isMissing() ? "; " + Utf8Locale.ADVICE : "";
    line.getErr().println("sluice: " + TerminalText.line(mistake.getMessage()) + advice);
    UnmatchedArgumentException.printSuggestions(mistake, line.getErr());
    line.getErr().println("Try '" + name + " --help'.");
    return ExitCode.USAGE;
  }
}
