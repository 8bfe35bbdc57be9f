package dev.sluice.app.sentiment;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice sentiment}: trains and uses classifiers of short texts. */
@Command(
    name = "sentiment",
    description = "Train a text classifier, evaluate it, and classify new texts.",
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
