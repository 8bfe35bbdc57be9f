package dev.sluice.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Goes through a grid and tells after each task what is known so far, so that nothing is lost if
 * the process is ended.
 *
 * @param name of the grid, for people
 * @param tasks all of them
 * @param from the number of the first to do, from 1
 * @param simulated whether the card is
 * @param card what it is, for people
 */
record GridRun(
    Bench bench,
    String name,
    List<Task> tasks,
    int from,
    boolean simulated,
    String card,
    Limits limits) {

  /** Returns the last report, which was also told. */
  BenchReport run(Consumer<BenchReport> tell) {
    List<Result> results = new ArrayList<>();
    BenchReport report = report(results, from - 1);
    for (int done = from - 1; done < tasks.size() && !bench.deadline().passed(); ) {
      Task task = tasks.get(done);
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
  private BenchReport report(List<Result> results, int done) {
    List<Result> all = new ArrayList<>(results);
    for (Task task : tasks.subList(Math.min(done, tasks.size()), tasks.size())) {
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
            next <= tasks.size() ? String.format(Locale.ROOT, "; --from %d goes on", next) : "");
    List<String> engines = bench.engines().stream().map(Engine::description).toList();
    return new BenchReport(simulated, card, where, engines, limits, all);
  }

  /** The number of the first task that was not begun, or was begun but not ended in time. */
  private static int next(List<Result> results, int done) {
    boolean cutOff = results.stream().anyMatch(r -> r.status() == Result.Status.NOT_MEASURED);
    return cutOff ? done : done + 1;
  }
}
