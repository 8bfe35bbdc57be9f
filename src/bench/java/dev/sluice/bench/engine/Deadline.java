package dev.sluice.bench.engine;

import java.util.function.BooleanSupplier;

/**
 * The time after which no new work begins.
 *
 * @param over whether it has passed
 */
public record Deadline(BooleanSupplier over) {

  /** Not a deadline at all. */
  public static final Deadline NEVER = new Deadline(() -> false);

  /** A deadline some seconds from now. */
  public static Deadline in(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return new Deadline(() -> System.nanoTime() - end >= 0);
  }

  public boolean passed() {
    return over.getAsBoolean();
  }
}
