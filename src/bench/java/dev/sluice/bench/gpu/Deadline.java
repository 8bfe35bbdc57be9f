package dev.sluice.bench.gpu;

import java.util.function.BooleanSupplier;

/**
 * The time after which no new work begins.
 *
 * @param over whether it has passed
 */
record Deadline(BooleanSupplier over) {

  /** A deadline some seconds from now. */
  static Deadline in(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return new Deadline(() -> System.nanoTime() - end >= 0);
  }

  boolean passed() {
    return over.getAsBoolean();
  }
}
