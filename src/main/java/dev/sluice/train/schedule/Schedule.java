package dev.sluice.train.schedule;

/**
 * Gives the learning rate of every step. It is a pure function, so a resumed run needs no state for
 * it.
 *
 * <p>A class that implements this interface should have a {@code toString} with all its numbers:
 * checkpoints contain this text, and a resumed run must have the same.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param step from 0 to {@code totalSteps - 1}
   * @param totalSteps number of steps of the whole run, at least 1
   * @return 0 or more
   */
  double rate(long step, long totalSteps);

  /** The same learning rate at every step. */
  static Schedule constant(double rate) {
    return new BuiltInSchedules.Constant(rate);
  }

  /**
   * Multiplies the learning rate by {@code factor} every {@code every} steps: {@code rate *
   * factor^floor(step / every)}.
   *
   * @param factor above 0, at most 1
   * @param every steps between two decays, at least 1
   */
  static Schedule stepDecay(double rate, double factor, long every) {
    return new BuiltInSchedules.StepDecay(rate, factor, every);
  }

  /** Cosine decay from {@code rate} at the first step to 0 after the last step. */
  static Schedule cosine(double rate) {
    return new BuiltInSchedules.Cosine(rate, 0);
  }

  /** Cosine decay from {@code rate} at the first step to {@code last} after the last step. */
  static Schedule cosine(double rate, double last) {
    return new BuiltInSchedules.Cosine(rate, last);
  }

  /** Linear decay from {@code rate} at the first step to 0 after the last step. */
  static Schedule linearToZero(double rate) {
    return new BuiltInSchedules.LinearToZero(rate);
  }

  /**
   * This schedule after a linear warm-up. The rate rises in {@code steps} equal parts and reaches
   * the first rate of this schedule at step {@code steps - 1}. This schedule then runs over the
   * remaining steps.
   *
   * @param steps length of the warm-up, 0 or more
   */
  default Schedule withWarmUp(long steps) {
    return new BuiltInSchedules.WarmUp(steps, this);
  }
}
