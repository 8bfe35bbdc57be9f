package dev.sluice.bench.gpu;

/**
 * How long is measured.
 *
 * @param warmUpSeconds of each engine before its first turn
 * @param rounds turns of each engine
 * @param leastPasses of a turn
 * @param seconds of a turn, at least
 */
record Timing(double warmUpSeconds, int rounds, int leastPasses, double seconds) {
  /** On a card. */
  static final Timing MEASURED = new Timing(0.05, 3, 2, 0.05);

  /** To begin with, until the JVM has compiled what submits the work; not told. */
  static final Timing PRELUDE = new Timing(0.3, 1, 1, 0);

  /** Where speed means nothing. */
  static final Timing SIMULATED = new Timing(0, 1, 1, 0);
}
