package dev.sluice.bench.engine;

/**
 * How long the engines are measured.
 *
 * @param warmUpSeconds of each engine before its first round
 * @param rounds how many rounds each engine gets
 * @param minPasses the smallest number of passes in a round
 * @param seconds the shortest time of a round
 * @param maxSeconds an engine that has used this much time for one kind of pass gets no more rounds
 * @param pauseMillis before each round of an engine, so that the threads of the one before go to
 *     sleep
 */
public record Timing(
    double warmUpSeconds,
    int rounds,
    int minPasses,
    double seconds,
    double maxSeconds,
    long pauseMillis) {

  /** On a GPU: without pauses and without a largest time. */
  public static Timing onGpu(double warmUpSeconds, int rounds, int minPasses, double seconds) {
    return new Timing(warmUpSeconds, rounds, minPasses, seconds, Double.POSITIVE_INFINITY, 0);
  }
}
