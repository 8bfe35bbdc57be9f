package dev.sluice.app.memory;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.Interruption;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFolder;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.run.RunFolder;
import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryExperiment;
import dev.sluice.insight.memory.MemoryResult;
import dev.sluice.insight.memory.MemorySettings;
import dev.sluice.insight.memory.TaskKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice memory}: finds the longest lag that each cell learns to bridge. */
@Computes
@Command(
    name = "memory",
    sortOptions = false,
    description = {
      "Measure how long an RNN, an LSTM and a GRU remember.",
      "",
      "Trains each cell on synthetic tasks with the same number of optimizer steps, and finds by"
          + " bisection the longest lag that it solves. The same seed gives the same table.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice memory                                 all tasks and cells, lags up to 500",
      "  sluice memory --task adding --cell rnn,lstm   one task and two cells",
      "  sluice memory --full --out runs/memory-full   lags up to 1,000, takes longer"
    })
public final class MemoryCommand implements Callable<Integer>, ChecksArguments {
  @Option(
      names = "--task",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "adding,copy,order",
      description = "adding, copy, order, or several (default: all).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private List<TaskKind> tasks;

  @Option(
      names = "--cell",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "rnn,lstm,gru",
      description = "rnn, lstm, gru, or several (default: all).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private List<CellKind> cells;

  @Option(
      names = "--full",
      description = "Lags up to 1,000 and 10,000 steps, unless other options say so.")
  private boolean full;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Optimizer steps of each training, at least 1 (default: 3,000).")
  private @Nullable Integer steps;

  @Option(
      names = "--max-lag",
      paramLabel = "N",
      description = "The longest lag to try, 10 to 1,000 (default: 500).")
  private @Nullable Integer maxLag;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Hidden size of every cell, at least 1 (default: 32).")
  private @Nullable Integer hidden;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the weights and the sequences (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/memory",
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
      experiment();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "memory " + e.getMessage(), e);
    }
  }

  @CanIgnoreReturnValue
  private MemoryExperiment experiment() {
    MemorySettings settings = full ? MemorySettings.full() : MemorySettings.defaults();
    if (steps != null) {
      settings = settings.withSteps(steps);
    }
    if (maxLag != null) {
      settings = settings.withMaxLag(maxLag);
    }
    if (hidden != null) {
      settings = settings.withHiddenSize(hidden);
    }
    if (seed != null) {
      settings = settings.withSeed(seed);
    }
    return new MemoryExperiment(settings, tasks, cells);
  }

  @Override
  public Integer call() {
    MemoryExperiment experiment = experiment();
    ProgressDisplay display = ProgressDisplay.onStandardError();
    // Closed last: after Ctrl-C the JVM ends as soon as it is closed.
    try (Interruption interruption = Interruption.install();
        RunFolder run = open();
        SearchDevices devices =
            SearchDevices.open(compute.settings(), tasks.size() * cells.size())) {
      display.status("device    " + devices);
      display.status("training  " + experiment.settings());
      display.status("time      " + TimeText.of(experiment.forecast(devices.list())));
      MemoryResult result;
      try (MemoryDisplay shown = new MemoryDisplay(display, experiment.plannedWork())) {
        result = experiment.run(devices.list(), shown, interruption::requested);
      }
      finish(run, result, devices.description());
      return result.complete() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }
  }

  private void finish(RunFolder run, MemoryResult result, String device) {
    MemoryFiles files = new MemoryFiles(run, result, device);
    files.write();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(files.json());
    } else {
      out.print(MemoryTable.text(result));
      files.print(out);
    }
    out.flush();
  }

  private RunFolder open() {
    InputPaths inputs = InputPaths.of(spec);
    return force
        ? RunFolder.replace(folder.path(), MemoryFiles.NAMES, inputs)
        : RunFolder.create(folder.path(), MemoryFiles.NAMES, inputs, "use --force to replace it");
  }
}
