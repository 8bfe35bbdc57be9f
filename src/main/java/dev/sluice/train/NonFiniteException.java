package dev.sluice.train;

import java.util.Locale;

/**
 * The training diverged: a number became NaN or infinite. A loss or gradient is found before the
 * weights are changed by it: the model is what the step before made of it. A weight, an optimizer's
 * state or an average that the step's update itself broke is found before it is validated, kept as
 * the best, written to a checkpoint or given back as the result.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The step at which it was found, from 0. */
  private final long step;

  /** What was not finite. */
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
   * {@code loss}; or {@code validation loss}; or {@code value in PART/NAME}, a parameter of the
   * {@code weights} or what an {@code optimizer} or an {@code average} holds for it; or {@code
   * gradient of NAME}, the first parameter concerned; or {@code norm of all gradients} where each
   * is finite, but their squares are not, or clipping by value has already limited an infinite one.
   */
  public String what() {
    return what;
  }
}
