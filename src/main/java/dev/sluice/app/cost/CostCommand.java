package dev.sluice.app.cost;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFolder;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.run.RunFolder;
import dev.sluice.app.sentiment.settings.CellKind;
import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.insight.cost.CostExperiment;
import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.cost.CostSettings;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice cost}: what an RNN, a GRU and an LSTM cost, side by side. */
@Computes
@Command(
    name = "cost",
    sortOptions = false,
    description = {
      "Compare what an RNN, a GRU and an LSTM cost.",
      "",
      "Counts parameters and multiply-adds, and measures the memory kept for the backward pass and"
          + " the time per token, forward and backward, on this machine.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice cost                                    128 input features, 128 hidden units",
      "  sluice cost --hidden 512 --layers 2 --bidirectional",
      "  sluice cost --article --cell gru,lstm --json   the article's cells, as JSON"
    })
public final class CostCommand implements Callable<Integer>, ChecksArguments {
  /** As many as sluice sentiment train takes. */
  private static final int MAX_LAYERS = 100;

  @Option(
      names = "--input",
      paramLabel = "N",
      defaultValue = "128",
      description = "I, the number of input features (default: ${DEFAULT-VALUE}).")
  private int input;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "128",
      description = "H, the number of hidden units (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "T, the timesteps of a sequence (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "N, the sequences of a batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Layers on top of each other, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(names = "--bidirectional", description = "Read in both directions.")
  private boolean bidirectional;

  @Option(
      names = "--cell",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "rnn,gru,lstm",
      description = "rnn, gru, lstm, or several (default: all).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private List<CellKind> cells;

  @Option(
      names = "--article",
      description = "The cells of the article, with one bias per gate, instead of PyTorch's.")
  private boolean article;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/cost",
      converter = OutputFolder.Converter.class,
      description = "Folder for the page and the numbers (default: ${DEFAULT-VALUE}).")
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
      experiment();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "cost " + e.getMessage(), e);
    }
  }

  @CanIgnoreReturnValue
  private CostExperiment experiment() {
    Require.between("layers", 1, MAX_LAYERS, layers);
    if (cells.stream().distinct().count() < cells.size()) {
      throw new IllegalArgumentException("cells: expected each only once, got " + cells);
    }
    CostSettings settings = CostSettings.defaults().withTimesteps(steps).withBatch(batch);
    return new CostExperiment(settings, cells.stream().map(this::layer).toList());
  }

  private RecurrentSpec layer(CellKind cell) {
    RecurrentSpec one = RecurrentSpec.of(cell.of(input, hidden, article)).withLayers(layers);
    return bidirectional ? one.withDirections(DirectionMode.BIDIRECTIONAL) : one;
  }

  @Override
  public Integer call() {
    CostExperiment experiment = experiment();
    ProgressDisplay display = ProgressDisplay.onStandardError();
    try (RunFolder run = open();
        Device device = compute.open()) {
      display.status("device    " + device.description());
      display.status("measuring " + experiment.settings());
      double seconds = experiment.forecastSeconds(device);
      display.status(String.format(Locale.ROOT, "time      about %d s", (long) Math.ceil(seconds)));
      finish(run, measure(experiment, device, display));
    }
    return ExitCode.OK;
  }

  private static CostResult measure(
      CostExperiment experiment, Device device, ProgressDisplay display) {
    try (ProgressDisplay.Task task =
        display.begin("measure", experiment.measurements(), "measurements")) {
      return experiment.run(device, () -> task.advance(1, ""));
    }
  }

  private void finish(RunFolder run, CostResult result) {
    CostFiles files = new CostFiles(run, result);
    files.write();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(CostJson.text(result));
    } else {
      out.print(CostTable.text(result));
      files.print(out);
    }
    out.flush();
  }

  private RunFolder open() {
    InputPaths inputs = InputPaths.of(spec);
    return force
        ? RunFolder.replace(folder.path(), CostFiles.NAMES, inputs)
        : RunFolder.create(folder.path(), CostFiles.NAMES, inputs, "use --force to replace it");
  }
}
