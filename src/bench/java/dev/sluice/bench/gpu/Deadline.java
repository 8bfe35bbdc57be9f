package dev.sluice.bench.gpu;

import java.util.function.BooleanSupplier;

/**
 * When nothing new is begun any more.
 *
 * @param over whether the time is over
 */
record Deadline(BooleanSupplier over) {

  /** So many seconds from now. */
  static Deadline in(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return new Deadline(() -> System.nanoTime() - end >= 0);
  }

  boolean passed() {
    return over.getAsBoolean();
  }
}
