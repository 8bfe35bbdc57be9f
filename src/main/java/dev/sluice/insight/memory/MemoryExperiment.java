package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.layer.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Measures how long recurrent cells remember. For each task and cell it finds by bisection the
 * longest lag of a grid that the cell solves within a budget of optimizer steps:
 *
 * <pre>{@code
 * try (Device device = Devices.cpu(1)) {
 *   MemoryResult result =
 *       new MemoryExperiment(
 *               MemorySettings.defaults(), List.of(TaskKind.ADDING), List.of(CellKind.values()))
 *           .run(List.of(device));
 *   result.span(TaskKind.ADDING, CellKind.LSTM).orElseThrow().longestLag();
 * }
 * }</pre>
 *
 * <p>A device gives the same bits for the same seed and number of threads. So give CPU devices of
 * one thread each, as many as there are cores: searches run side by side, one per device, and the
 * result depends neither on their number nor on their order. Immutable.
 */
public final class MemoryExperiment {
  private final MemorySettings settings;
  private final List<TaskKind> tasks;
  private final List<CellKind> cells;

  /**
   * An experiment with these settings.
   *
   * @param tasks at least one, each once
   * @param cells at least one, each once
   * @throws IllegalArgumentException also if a weight of the hidden size is too large for a tensor
   */
  public MemoryExperiment(MemorySettings settings, List<TaskKind> tasks, List<CellKind> cells) {
    this.settings = Require.present("settings", settings);
    this.tasks = distinct("tasks", tasks);
    this.cells = distinct("cells", cells);
    for (CellKind cell : cells) {
      RecurrentSpec unused = cell.layer(1, settings.hiddenSize()); // refuses a size too large
    }
  }

  private static <T> List<T> distinct(String name, List<T> elements) {
    List<T> copy = Require.copyOf(name, elements);
    if (copy.isEmpty() || copy.stream().distinct().count() < copy.size()) {
      throw new IllegalArgumentException(
          name + ": expected at least one, and each only once, got " + copy);
    }
    return copy;
  }

  /** The settings of every training. */
  public MemorySettings settings() {
    return settings;
  }

  /** The number of searches, one for each task and cell: so many devices can be used at once. */
  public int searches() {
    return tasks.size() * cells.size();
  }

  /**
   * The most work that the experiment can take, in timesteps, see {@link MemoryListener#onWork}.
   */
  public long plannedWork() {
    long one = new SearchWork(settings.steps()).most(LagSearch.of(settings.lags()));
    return searches() * one;
  }

  /**
   * Measures how long {@link #run} will take, with about a second of training per cell.
   *
   * @param devices the devices of the run
   */
  public MemoryForecast forecast(List<Device> devices) {
    return MemoryForecast.measure(settings, tasks, cells, distinct("devices", devices));
  }

  /** Runs the experiment, as {@link #run(List, MemoryListener, BooleanSupplier)}. */
  public MemoryResult run(List<Device> devices) {
    return run(devices, new MemoryListener() {}, () -> false);
  }

  /**
   * Runs the experiment.
   *
   * @param devices at least one, each once; each runs one search at a time, and stays owned by the
   *     caller
   * @param listener is told about the progress
   * @param stopRequested whether to stop; any thread asks, before each step
   * @return the result; only the searches that had ended if it was stopped
   */
  public MemoryResult run(
      List<Device> devices, MemoryListener listener, BooleanSupplier stopRequested) {
    Require.present("stopRequested", stopRequested);
    MemoryListener serial = new SerialListener(Require.present("listener", listener));
    List<DeviceJobs.Job<Optional<MemorySpan>>> searches = new ArrayList<>();
    for (TaskKind task : tasks) {
      for (CellKind cell : cells) {
        SpanSearch search = new SpanSearch(settings, task, cell, serial);
        searches.add(
            (device, cancelled) ->
                run(
                    search,
                    device,
                    () -> cancelled.getAsBoolean() || stopRequested.getAsBoolean()));
      }
    }
    List<MemorySpan> spans =
        DeviceJobs.run(distinct("devices", devices), searches).stream()
            .flatMap(Optional::stream)
            .toList();
    return new MemoryResult(settings, spans, spans.size() == searches.size());
  }

  /** Empty if it was stopped. */
  private Optional<MemorySpan> run(SpanSearch search, Device device, BooleanSupplier stop) {
    try {
      return Optional.of(
          search.run(
              (lag, onSteps) ->
                  new TrialTraining(device, settings, stop, onSteps)
                      .run(search.task().ofLag(lag), search.cell())));
    } catch (CancellationException stopped) {
      return Optional.empty();
    }
  }
}
