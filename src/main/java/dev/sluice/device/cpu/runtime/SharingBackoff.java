package dev.sluice.device.cpu.runtime;

/**
 * Whether other threads are worth asking for help with small pieces of work. On a machine that is
 * busy with something else a thread may lose its core in the middle of a piece that it has begun,
 * and whoever asked waits for it to come back. Then nobody is asked for a while: what one thread
 * does alone takes as long as it takes, the bits are the same. Times are those of {@link
 * System#nanoTime}.
 */
public final class SharingBackoff {
  /** What nobody should ever wait for a piece of some microseconds. */
  private static final long MAX_DELAY_NANOS = 200_000;

  /** Multiply-adds in a nanosecond that a slow core does on its own. */
  private static final long MULTIPLY_ADDS_PER_NANO = 4;

  /** Many times what is lost before others turn out to be late. */
  private static final long PAUSE_NANOS = 20_000_000;

  private boolean pausing;
  private long pauseStart;

  /** Whether to ask now. */
  public boolean allowsSharing(long now) {
    if (pausing && now - pauseStart >= PAUSE_NANOS) {
      pausing = false;
    }
    return !pausing;
  }

  /**
   * Takes note of help that came.
   *
   * @param work multiply-adds of all pieces
   */
  public void record(long start, long now, long work) {
    if (now - start > MAX_DELAY_NANOS + work / MULTIPLY_ADDS_PER_NANO) {
      pausing = true;
      pauseStart = now;
    }
  }
}
