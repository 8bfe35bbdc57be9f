package dev.sluice.train;

import java.util.Locale;

/**
 * Thrown when training diverges: a number became NaN or infinite.
 *
 * <p>A loss or a gradient is checked before the update, so the weights are those of the step
 * before. A weight, an optimizer state or an average that the update itself made non-finite is
 * found before the model is validated, kept as the best, written to a checkpoint or returned.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The step at which the number was found, from 0. */
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
   * Names what was not finite. One of:
   *
   * <ul>
   *   <li>{@code loss} or {@code validation loss}
   *   <li>{@code gradient of NAME}: the gradient of this parameter, the first one concerned
   *   <li>{@code norm of all gradients}: each gradient is finite but the sum of their squares is
   *       not, or clipping by value has already limited an infinite gradient
   *   <li>{@code value in PART/NAME}: a value of this parameter; PART is {@code weights}, {@code
   *       optimizer} or {@code average}
   *   <li>{@code metric NAME}
   * </ul>
   */
  public String what() {
    return what;
  }
}
