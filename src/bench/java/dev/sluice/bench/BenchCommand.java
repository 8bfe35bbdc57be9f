package dev.sluice.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs the command of a benchmark. */
public final class BenchCommand {
  private BenchCommand() {}

  /**
   * Runs a command; reports a wrong option in one line.
   *
   * @param command with picocli's annotations
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
