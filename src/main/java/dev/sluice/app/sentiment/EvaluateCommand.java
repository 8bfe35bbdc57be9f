package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.data.EncodedTexts;
import dev.sluice.device.Device;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice sentiment evaluate MODEL}: evaluates a saved model on a test split. */
@Computes
@Command(name = "evaluate", description = "Evaluate a saved model on the test split of a data set.")
public final class EvaluateCommand implements Runnable {
  @Parameters(
      paramLabel = "MODEL",
      description = "A model file that train wrote, or the checkpoint of a run.")
  private Path file;

  @Mixin private DataOptions data;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TestSplit split = TestSplit.of(data);
    PrintWriter out = spec.commandLine().getOut();
    ProgressDisplay display = ProgressDisplay.onStandardError();
    try (Device device = compute.open();
        SentimentModel model = SentimentModel.load(file, device)) {
      out.println("device    " + device.description());
      EncodedTexts test = split.load(model, compute.settings().threads(), out, display::status);
      Classification classification =
          TestEvaluation.classify(model, TokenLoader.sorted(test, SentimentModel.BATCH), display);
      TestMetrics.of(classification, model.encoding().classNames()).print(out);
    }
  }
}
