package dev.sluice.bench.gpu;

/**
 * How long the engines are measured.
 *
 * @param warmUpSeconds of each engine before its first round
 * @param rounds how many rounds each engine gets
 * @param minPasses the smallest number of passes in a round
 * @param seconds the shortest time of a round
 */
record Timing(double warmUpSeconds, int rounds, int minPasses, double seconds) {
  /** On a real GPU. */
  static final Timing MEASURED = new Timing(0.05, 3, 2, 0.05);

  /** For the warm-up of the JVM, whose results are not reported. */
  static final Timing PRELUDE = new Timing(0.3, 1, 1, 0);

  /** On a simulated GPU, where speed means nothing. */
  static final Timing SIMULATED = new Timing(0, 1, 1, 0);
}
