package dev.sluice.device;

import dev.sluice.argument.Require;

/**
 * Options for opening a device. Each backend reads the options that concern it and refuses values
 * that it does not support.
 *
 * @param threads the number of threads of the CPU backend, 1 to {@value #MAX_THREADS}
 * @param ordinal the number of the GPU, from 0
 * @param precision the precision of the GPU's matrix products
 * @param plan the kind of plan that the GPU uses for a recurrence
 */
public record DeviceOptions(int threads, int ordinal, Precision precision, PlanKind plan) {

  /**
   * The largest number of threads, above the core count of any machine. Each thread costs memory
   * and start-up time.
   */
  public static final int MAX_THREADS = 1024;

  /** Checks the options. */
  public DeviceOptions {
    Require.between("threads", 1, MAX_THREADS, threads);
    Require.atLeast("ordinal", 0, ordinal);
    Require.present("precision", precision);
    Require.present("plan", plan);
  }

  /**
   * The default options: one thread per available processor; the first GPU, in strict {@code
   * float32}.
   */
  public static DeviceOptions defaults() {
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    return new DeviceOptions(threads, 0, Precision.FLOAT32, PlanKind.AUTO);
  }

  /** A copy of these options with another number of threads. */
  public DeviceOptions withThreads(int threads) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** A copy of these options with another GPU. */
  public DeviceOptions withOrdinal(int ordinal) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** A copy of these options with another precision. */
  public DeviceOptions withPrecision(Precision precision) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }

  /** A copy of these options with another kind of plan. */
  public DeviceOptions withPlan(PlanKind plan) {
    return new DeviceOptions(threads, ordinal, precision, plan);
  }
}
