package dev.sluice.sequence;

import dev.sluice.argument.Require;

/**
 * The reach of backpropagation through time (BPTT), full or truncated. Truncated BPTT divides a
 * sequence into windows of {@code window} timesteps, counted in the direction of the plan. No
 * gradient of h or c flows from a window into the window before it, as if the state between them
 * were detached.
 *
 * @param window the timesteps of a window; {@link Integer#MAX_VALUE} for full backpropagation
 */
public record Bptt(int window) {

  /** Checks that the window has at least one timestep. */
  public Bptt {
    Require.atLeast("window", 1, window);
  }

  /** Full backpropagation through the whole sequence. */
  public static Bptt full() {
    return new Bptt(Integer.MAX_VALUE);
  }

  /** Truncated backpropagation in windows of {@code window} timesteps. */
  public static Bptt truncated(int window) {
    return new Bptt(window);
  }

  /** Whether no gradient flows from step {@code step} (counted from 0) into the step before it. */
  public boolean cutsBefore(int step) {
    return step > 0 && step % window == 0;
  }
}
