package dev.sluice.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** How the command of a benchmark is run. */
public final class BenchCommand {
  private BenchCommand() {}

  /**
   * Runs it; a wrong option is told in one line.
   *
   * @param command annotated as picocli's
   * @return the exit code
   */
  public static int run(Callable<Integer> command, String... arguments) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (mistake, given) -> {
              CommandLine line = mistake.getCommandLine();
              line.getErr().println(line.getCommandName() + ": " + mistake.getMessage());
              return ExitCode.USAGE;
            })
        .execute(arguments);
  }
}
