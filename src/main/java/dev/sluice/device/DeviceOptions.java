package dev.sluice.device;

/**
 * How a device is opened.
 *
 * @param threads worker threads of the CPU backend, at least 1
 */
public record DeviceOptions(int threads) {

  /** Checks the values. */
  public DeviceOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
    }
  }

  /** As many threads as the machine offers. */
  public static DeviceOptions defaults() {
    return new DeviceOptions(Runtime.getRuntime().availableProcessors());
  }

  /** These options with another number of threads. */
  public DeviceOptions withThreads(int threads) {
    return new DeviceOptions(threads);
  }
}
