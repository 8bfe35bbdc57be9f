package dev.sluice.device.cpu.runtime;

/**
 * Stops sharing small tasks among threads for a while after one thread was late.
 *
 * <p>On a busy machine a thread may lose its core in the middle of its part, and all other threads
 * wait for it. One thread alone computes the same bits without waiting. Times are those of {@link
 * System#nanoTime}.
 */
public final class SharingBackoff {
  /** The longest delay of a small task that is not a sign of a late thread. */
  private static final long MAX_DELAY_NANOS = 200_000;

  /** The multiply-adds per nanosecond of one slow core. */
  private static final long MULTIPLY_ADDS_PER_NANO = 4;

  /** The pause in sharing. It is many times the delay that one late thread causes. */
  private static final long PAUSE_NANOS = 20_000_000;

  private boolean pausing;
  private long pauseStart;

  /** Whether a task may be shared now. */
  public boolean allowsSharing(long now) {
    if (pausing && now - pauseStart >= PAUSE_NANOS) {
      pausing = false;
    }
    return !pausing;
  }

  /**
   * Records the time of a shared task.
   *
   * @param work the multiply-adds of the whole task
   */
  public void record(long start, long now, long work) {
    if (now - start > MAX_DELAY_NANOS + work / MULTIPLY_ADDS_PER_NANO) {
      pausing = true;
      pauseStart = now;
    }
  }
}
