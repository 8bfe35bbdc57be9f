package dev.sluice.bench.compare;

import dev.sluice.bench.AnswerError;
import dev.sluice.bench.compare.Measurement.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares all engines on one workload. Each engine prepares it and runs it once. The answers are
 * compared with those of the first engine. Then the engines that agree run their timed passes in
 * alternating rounds. An engine that fails is not timed on this workload; the others continue.
 */
final class Comparison {
  /**
   * The largest relative error of a result: both sides accumulate rounding errors over T timesteps
   * in float32.
   */
  static final double TOLERANCE = 1e-3;

  private static final int MIN_PASSES = 2;

  /** An engine that has used this much time on one workload gets no more rounds. */
  private static final double MAX_SECONDS = 30;

  /** Lets the threads of the previous engine go to sleep. */
  private static final long PAUSE_MILLIS = 250;

  /**
   * The timing of an engine.
   *
   * @param rounds how many rounds each engine gets
   * @param seconds of a round
   * @param warmUp seconds before the first round
   */
  record Turns(int rounds, double seconds, double warmUp) {}

  private final Workload work;
  private final int threads;
  private final Consumer<String> log;
  private final Map<EngineProcess, List<Double>> times = new LinkedHashMap<>();
  private final Map<EngineProcess, Double> errors = new LinkedHashMap<>();
  private final List<Measurement> leftOut = new ArrayList<>();
  private Map<String, float[]> expected;

  private Comparison(Workload work, int threads, Consumer<String> log) {
    this.work = work;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Compares engines on a workload.
   *
   * @param engines the first one that answers is the reference for the others
   * @return one measurement for each engine
   */
  static List<Measurement> of(
      Workload work, int threads, List<EngineProcess> engines, Turns turns, Consumer<String> log) {
    Comparison comparison = new Comparison(work, threads, log);
    engines.forEach(comparison::prepare);
    comparison.time(turns);
    engines.forEach(EngineProcess::release);
    return comparison.results();
  }

  private void prepare(EngineProcess engine) {
    try {
      Map<String, float[]> answers = engine.prepare(work);
      expected = expected == null ? answers : expected;
      AnswerError worst = AnswerError.worst(answers, expected);
      errors.put(engine, worst.value());
      if (worst.value() <= TOLERANCE) {
        times.put(engine, new ArrayList<>());
      } else {
        leaveOut(
            engine,
            Status.WRONG,
            String.format(
                Locale.ROOT,
                "wrong answer, %s: relative error %.1e",
                worst.result(),
                worst.value()));
      }
    } catch (UnsupportedOperationException e) {
      leaveOut(engine, Status.UNSUPPORTED, e.getMessage());
    } catch (RuntimeException e) {
      leaveOut(engine, Status.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void leaveOut(EngineProcess engine, Status status, String why) {
    log.accept("  " + engine.name() + " left out: " + why);
    times.remove(engine);
    double error = errors.getOrDefault(engine, Double.NaN);
    leftOut.add(new Measurement(engine.name(), threads, work, status, error, List.of(), why));
  }

  private void time(Turns turns) {
    for (EngineProcess engine : List.copyOf(times.keySet())) {
      turn(engine, 1, turns.warmUp());
    }
    times.values().forEach(List::clear); // Removes the times of the warm-up.
    for (int round = 0; round < turns.rounds(); round++) {
      for (EngineProcess engine : List.copyOf(times.keySet())) {
        if (times.get(engine).stream().mapToDouble(Double::doubleValue).sum() < MAX_SECONDS) {
          pause();
          turn(engine, MIN_PASSES, turns.seconds());
        }
      }
    }
  }

  private void turn(EngineProcess engine, int least, double seconds) {
    try {
      times.get(engine).addAll(engine.time(least, seconds));
    } catch (RuntimeException e) {
      leaveOut(engine, Status.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private List<Measurement> results() {
    List<Measurement> results = new ArrayList<>();
    times.forEach(
        (engine, seconds) ->
            results.add(
                new Measurement(
                    engine.name(),
                    threads,
                    work,
                    Status.TIMED,
                    errors.get(engine),
                    List.copyOf(seconds),
                    "")));
    results.addAll(leftOut);
    return results;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
