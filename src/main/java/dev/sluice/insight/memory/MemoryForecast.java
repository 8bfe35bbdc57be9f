package dev.sluice.insight.memory;

import dev.sluice.device.Device;
import java.util.List;

/**
 * How long an experiment will take. It is measured with short trainings; the results of the
 * experiment do not depend on it.
 *
 * @param expectedSeconds if every answer of a search is equally likely, and a training that solves
 *     its task takes a quarter of its budget
 * @param mostSeconds if every training spends its budget
 */
public record MemoryForecast(double expectedSeconds, double mostSeconds) {
  /** How long each cell is measured, at least. */
  private static final double MEASURED_SECONDS = 0.5;

  /** Short trainings before the measurement, after which the JVM has compiled what they run. */
  private static final int WARM_UPS = 5;

  /** Measures each cell on the task with the middle lag. */
  static MemoryForecast measure(
      MemorySettings settings, List<TaskKind> tasks, List<CellKind> cells, List<Device> devices) {
    SearchWork work = new SearchWork(settings.steps());
    LagSearch search = LagSearch.of(settings.lags());
    int lag = search.next();
    double secondsPerTimestep = 0;
    for (CellKind cell : cells) {
      double perStep = secondsPerStep(settings, tasks.get(0), cell, lag, devices.get(0));
      secondsPerTimestep += tasks.size() * perStep / lag;
    }
    double seconds = secondsPerTimestep / Math.min(devices.size(), tasks.size() * cells.size());
    return new MemoryForecast(work.expected(search) * seconds, work.most(search) * seconds);
  }

  private static double secondsPerStep(
      MemorySettings settings, TaskKind task, CellKind cell, int lag, Device device) {
    MemorySettings brief = settings.withSteps(Math.min(settings.steps(), settings.checkInterval()));
    TrialTraining training = new TrialTraining(device, brief, () -> false, steps -> {});
    for (int i = 0; i < WARM_UPS; i++) {
      var unused = training.run(task.ofLag(lag), cell);
    }
    long start = System.nanoTime();
    long steps = 0;
    double seconds;
    do {
      steps += training.run(task.ofLag(lag), cell).steps();
      seconds = (System.nanoTime() - start) / 1e9;
    } while (seconds < MEASURED_SECONDS);
    return seconds / Math.max(1, steps);
  }
}
