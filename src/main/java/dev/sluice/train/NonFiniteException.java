package dev.sluice.train;

import java.util.Locale;

/**
 * The loss or a gradient became NaN or infinite. It is thrown before the weights are changed by it:
 * the model is what the step before made of it.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;
  private final String what;

  NonFiniteException(long step, String what, double value) {
    super(
        String.format(
            Locale.ROOT,
            "step %d (from 0): expected a finite %s, got %s (a smaller learning rate or clipping may help)",
            step,
            what,
            value));
    this.step = step;
    this.what = what;
  }

  /** The step, from 0. */
  public long step() {
    return step;
  }

  /**
   * {@code loss}; or {@code gradient of NAME}, the first parameter concerned; or {@code norm of all
   * gradients} where each is finite, but their squares are not, or clipping by value has already
   * limited an infinite one.
   */
  public String what() {
    return what;
  }
}
