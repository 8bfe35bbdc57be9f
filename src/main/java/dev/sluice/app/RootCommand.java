package dev.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code sluice} itself, with the options of every command. */
@Command(
    name = "sluice",
    description = {
      "Trains and runs recurrent networks (RNN, LSTM, GRU) on the JVM.",
      "'sluice COMMAND --help' describes one command.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:success",
      "  1:a comparison or training failed; or a bug in Sluice",
      "  2:invalid options or invalid input",
      "130:stopped by Ctrl-C, work saved"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar sluice.jar sentiment train     train on 25,000 reviews, test on 25,000",
      "  java -jar sluice.jar sentiment classify runs/sentiment/model.safetensors 'A great film.'",
      "  java -jar sluice.jar info                describe this machine",
      "  java -Xmx8g -jar sluice.jar COMMAND     JVM options apply to the computation too"
    })
final class RootCommand {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log in detail, and print stack traces of errors.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Log only warnings, and show no progress.")
  boolean quiet;
}
