package dev.sluice.sequence;

/**
 * How far gradients flow back through time. Truncated: the sequence is seen as windows of {@code
 * window} steps (counted in the plan's direction), and no gradient of h or c crosses from a window
 * into the one before it, as if the carried state were detached there.
 *
 * @param window the steps of a window; {@link Integer#MAX_VALUE} for full backpropagation
 */
public record Bptt(int window) {

  /** Checks the window. */
  public Bptt {
    if (window < 1) {
      throw new IllegalArgumentException("window: expected at least 1 step, got " + window);
    }
  }

  /** Backpropagation through the whole sequence. */
  public static Bptt full() {
    return new Bptt(Integer.MAX_VALUE);
  }

  /** Truncated backpropagation in windows of this many steps. */
  public static Bptt truncated(int window) {
    return new Bptt(window);
  }

  /** Whether the gradient that step {@code step} (from 0) hands to the one before it is cut. */
  public boolean cutsBefore(int step) {
    return step > 0 && step % window == 0;
  }
}
