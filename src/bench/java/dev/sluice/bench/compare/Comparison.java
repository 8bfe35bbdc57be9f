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
 * All engines on one piece of work, in turn: each prepares it and does it once, answers are held
 * against the first, and then rounds of passes go around among those that agree. An engine that
 * fails has no time for this work, and the others go on.
 */
final class Comparison {
  /** The largest relative error of a result: both sides round T steps in float32. */
  static final double TOLERANCE = 1e-3;

  private static final int LEAST_PASSES = 2;

  /** An engine that has taken so long over one piece of work has its turns no more. */
  private static final double MAX_SECONDS = 30;

  /** Lets the threads of the engine before go to sleep. */
  private static final long PAUSE_MILLIS = 250;

  /**
   * When an engine is timed.
   *
   * @param rounds how often each gets its turn
   * @param seconds of a turn
   * @param warmUp seconds before the first
   */
  record Turns(int rounds, double seconds, double warmUp) {}

  private final Work work;
  private final int threads;
  private final Consumer<String> log;
  private final Map<EngineProcess, List<Double>> times = new LinkedHashMap<>();
  private final Map<EngineProcess, Double> errors = new LinkedHashMap<>();
  private final List<Measurement> leftOut = new ArrayList<>();
  private Map<String, float[]> expected;

  private Comparison(Work work, int threads, Consumer<String> log) {
    this.work = work;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Compares.
   *
   * @param engines the first that answers is what the others are held against
   * @return one for each engine
   */
  static List<Measurement> of(
      Work work, int threads, List<EngineProcess> engines, Turns turns, Consumer<String> log) {
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
                "another answer, %s: relative error %.1e",
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
    times.values().forEach(List::clear); // those of the warm-up
    for (int round = 0; round < turns.rounds(); round++) {
      for (EngineProcess engine : List.copyOf(times.keySet())) {
        if (times.get(engine).stream().mapToDouble(Double::doubleValue).sum() < MAX_SECONDS) {
          pause();
          turn(engine, LEAST_PASSES, turns.seconds());
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
