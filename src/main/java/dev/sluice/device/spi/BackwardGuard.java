package dev.sluice.device.spi;

import dev.sluice.device.RecurrencePlan.Keep;

/** Whether a pass may go back: once, while it is open, and only if it kept what that takes. */
public final class BackwardGuard {
  private final Keep keep;
  private boolean begun;
  private boolean closed;

  /**
   * @param keep what the forward pass keeps
   */
  public BackwardGuard(Keep keep) {
    this.keep = keep;
  }

  /**
   * Refuses a way back that there is not.
   *
   * @throws IllegalStateException if the pass kept only its outputs, went back already, or is
   *     closed
   */
  public void check() {
    if (keep == Keep.OUTPUTS) {
      throw new IllegalStateException("backward: the forward pass kept only its outputs");
    }
    if (begun) {
      throw new IllegalStateException("backward: called for the second time");
    }
    if (closed) {
      throw new IllegalStateException("backward: the pass is closed");
    }
  }

  /** The pass goes back now: from here on a second call is refused. */
  public void begin() {
    begun = true;
  }

  /** The pass is closed. */
  public void close() {
    closed = true;
  }
}
