package dev.sluice.bench.compare;

import dev.sluice.bench.SharedValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All engines on one piece of work, in turn: each prepares it and does it once, answers are held
 * against the first engine's, and then rounds of passes go around among those that agree.
 */
final class Comparison {
  /** The largest relative error of a result: both sides round T steps in float32. */
  static final double TOLERANCE = 1e-3;

  private static final int LEAST_PASSES = 2;

  /** An engine that has taken so long over one piece of work has its turns no more. */
  private static final double MOST_SECONDS = 30;

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
  private final List<Measurement> untimed = new ArrayList<>();

  private Comparison(Work work, int threads, Consumer<String> log) {
    this.work = work;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Compares.
   *
   * @param engines the first is what the others are held against
   */
  static List<Measurement> of(
      Work work, int threads, List<EngineProcess> engines, Turns turns, Consumer<String> log) {
    Comparison comparison = new Comparison(work, threads, log);
    comparison.prepare(engines);
    comparison.time(turns);
    comparison.times.keySet().forEach(EngineProcess::release);
    return comparison.results();
  }

  private void prepare(List<EngineProcess> engines) {
    Map<String, float[]> expected = Map.of();
    for (EngineProcess engine : engines) {
      try {
        Map<String, float[]> answers = engine.prepare(work);
        expected = expected.isEmpty() ? answers : expected;
        Worst worst = worst(answers, expected);
        if (worst.error() <= TOLERANCE) {
          times.put(engine, new ArrayList<>());
          errors.put(engine, worst.error());
        } else {
          leaveOut(
              engine,
              worst.error(),
              "another answer, %s: relative error %.1e".formatted(worst.name(), worst.error()));
        }
      } catch (UnsupportedOperationException e) {
        leaveOut(engine, Double.NaN, e.getMessage());
      }
    }
  }

  private void leaveOut(EngineProcess engine, double error, String why) {
    log.accept("  " + engine.name() + " left out: " + why);
    untimed.add(new Measurement(engine.name(), threads, work, error, List.of(), why));
  }

  private void time(Turns turns) {
    times.keySet().forEach(engine -> engine.time(1, turns.warmUp()));
    for (int round = 0; round < turns.rounds(); round++) {
      times.forEach(
          (engine, all) -> {
            if (all.stream().mapToDouble(Double::doubleValue).sum() < MOST_SECONDS) {
              pause();
              all.addAll(engine.time(LEAST_PASSES, turns.seconds()));
            }
          });
    }
  }

  private List<Measurement> results() {
    List<Measurement> results = new ArrayList<>();
    times.forEach(
        (engine, seconds) ->
            results.add(
                new Measurement(
                    engine.name(), threads, work, errors.get(engine), List.copyOf(seconds), "")));
    results.addAll(untimed);
    return results;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The result that is farthest off; infinitely far if it is missing or not finite. */
  private record Worst(String name, double error) {}

  private static Worst worst(Map<String, float[]> answers, Map<String, float[]> expected) {
    return expected.entrySet().stream()
        .map(entry -> compare(entry.getKey(), answers.get(entry.getKey()), entry.getValue()))
        .max(Comparator.comparingDouble(Worst::error))
        .orElseThrow();
  }

  private static Worst compare(String name, float[] found, float[] expected) {
    double error =
        found == null || found.length != expected.length
            ? Double.POSITIVE_INFINITY
            : relativeError(found, expected);
    return new Worst(name, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
  }

  private static double relativeError(float[] found, float[] expected) {
    float[] difference = new float[found.length];
    for (int k = 0; k < found.length; k++) {
      difference[k] = found[k] - expected[k];
    }
    return SharedValues.norm(difference) / SharedValues.norm(expected);
  }
}
