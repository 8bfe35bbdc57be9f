package dev.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sluice} itself: what holds for every command. */
@Command(
    name = "sluice",
    description = {
      "Trains and runs recurrent networks (RNN, LSTM, GRU) on the JVM.",
      "'sluice COMMAND --help' tells about one command.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:done",
      "  1:done, and the result is not good; or a bug of Sluice",
      "  2:wrong options or wrong input",
      "130:ended by Ctrl-C, work saved"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar sluice.jar sentiment train     learn from 25,000 reviews, test on 25,000",
      "  java -jar sluice.jar sentiment classify runs/sentiment/model.safetensors 'A great film.'",
      "  java -jar sluice.jar info                what this machine offers",
      "  java -Xmx8g -jar sluice.jar COMMAND     JVM options hold for the computation too"
    })
final class RootCommand {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log in detail; show where an error came from.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Log warnings only, and show no progress.")
  boolean quiet;
}
