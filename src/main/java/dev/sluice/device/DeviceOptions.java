package dev.sluice.device;

import java.util.Objects;

/**
 * How a device is opened. Each backend reads what concerns it, and refuses what it cannot do.
 *
 * @param threads worker threads of the CPU backend, 1 to {@value #MOST_THREADS}
 * @param ordinal which one of several GPUs, from 0
 * @param precision of a GPU's matrix products
 * @param plan how a GPU runs a recurrence
 */
public record DeviceOptions(int threads, int ordinal, Precision precision, PlanKind plan) {

  /** More than any machine has cores; each costs memory and the time to start it. */
  public static final int MOST_THREADS = 1024;

  /** Checks the values. */
  public DeviceOptions {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to " + MOST_THREADS + ", got " + threads);
    }
    if (ordinal < 0) {
      throw new IllegalArgumentException("ordinal: expected 0 or more, got " + ordinal);
    }
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(plan, "plan");
  }

  /** As many threads as the machine offers; the first GPU, in strict {@code float32}. */
  public static DeviceOptions defaults() {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return new DeviceOptions(threads, 0, Precision.FLOAT32, PlanKind.AUTO);
  }

  /** These options with another number of threads. */
  public DeviceOptions withThreads(int threads) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** These options with another GPU. */
  public DeviceOptions withOrdinal(int ordinal) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** These options with another precision. */
  public DeviceOptions withPrecision(Precision precision) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** These options with another kind of plan. */
  public DeviceOptions withPlan(PlanKind plan) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }
}
