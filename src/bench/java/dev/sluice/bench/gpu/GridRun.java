package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs the tasks of a grid. Reports the results after each task, so that nothing is lost if the
 * process is killed.
 *
 * @param name of the grid, readable
 * @param tasks all tasks of the grid
 * @param from the number of the first task to run, at least 1
 * @param simulated whether the GPU is simulated
 * @param card the name of the GPU
 */
record GridRun(
    EngineComparison bench,
    String name,
    List<BenchTask> tasks,
    int from,
    boolean simulated,
    String card,
    RooflineLimits limits) {

  /** Runs the tasks; returns the last report. */
  BenchReport run(Consumer<BenchReport> tell) {
    List<TaskResult> results = new ArrayList<>();
    BenchReport report = report(results, from - 1);
    for (int done = from - 1; done < tasks.size() && !bench.deadline().passed(); ) {
      BenchTask task = tasks.get(done);
      System.err.printf(Locale.ROOT, "%d/%d %s%n", ++done, tasks.size(), task.name());
      results.addAll(bench.run(task));
      report = report(results, done);
      tell.accept(report);
    }
    tell.accept(report);
    return report;
  }

  /**
   * @param done the number of the last task that was begun
   */
  private BenchReport report(List<TaskResult> results, int done) {
    List<TaskResult> all = new ArrayList<>(results);
    for (BenchTask task : tasks.subList(Math.min(done, tasks.size()), tasks.size())) {
      all.addAll(bench.notMeasured(task));
    }
    int next = next(results, done);
    String where =
        String.format(
            Locale.ROOT,
            "%s, tasks %d to %d of %d%s",
            name,
            from,
            done,
            tasks.size(),
            next <= tasks.size() ? String.format(Locale.ROOT, "; --from %d continues", next) : "");
    List<String> engines = bench.engines().stream().map(Engine::description).toList();
    return new BenchReport(simulated, card, where, engines, limits, all);
  }

  /** The number of the first task that was not begun, or not finished in time. */
  private static int next(List<TaskResult> results, int done) {
    boolean cutOff = results.stream().anyMatch(r -> r.status() == TaskResult.Status.NOT_MEASURED);
    return cutOff ? done : done + 1;
  }
}
