package dev.sluice.device.spi;

import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.resource.OpenResource;

/**
 * Guards the backward pass of a {@link dev.sluice.device.RecurrencePass}: it may run once, while
 * the pass is open, and only if the forward pass kept the needed values.
 */
public final class BackwardGuard {
  private final Keep keep;
  private final OpenResource opened;
  private boolean begun;
  private boolean closed;

  /**
   * Creates the guard of an open pass.
   *
   * @param keep the values that the forward pass keeps
   */
  public BackwardGuard(Keep keep) {
    this.keep = keep;
    this.opened = OpenResource.opened("recurrence pass that keeps", keep);
  }

  /**
   * Checks that the backward pass may run now.
   *
   * @throws IllegalStateException if the forward pass kept only its outputs, if the backward pass
   *     ran already, or if the pass is closed
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

  /** Records that the backward pass begins. A second call of {@link #check} then fails. */
  public void begin() {
    begun = true;
  }

  /** Records that the pass is closed. */
  public void close() {
    closed = true;
    opened.closed();
  }
}
