package dev.sluice.app.sentiment;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice sentiment}: what reviews say. */
@Command(
    name = "sentiment",
    description = "Learn what reviews say, measure it, and ask about new texts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      ClassifyCommand.class,
      ExportCommand.class
    })
public final class SentimentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "sentiment: expected train, evaluate, classify or export");
  }
}
