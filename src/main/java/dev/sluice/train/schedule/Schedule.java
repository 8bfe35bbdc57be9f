package dev.sluice.train.schedule;

/**
 * The learning rate of every step: a pure function, so that a resumed run needs no state for it.
 *
 * <p>An implementation of one's own should have a {@code toString} that states its numbers:
 * checkpoints hold it, and a resumed run must have the same.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate.
   *
   * @param step from 0 to {@code totalSteps - 1}
   * @param totalSteps of the whole run, at least 1
   * @return 0 or more
   */
  double rate(long step, long totalSteps);

  /** The same rate at every step. */
  static Schedule constant(double rate) {
    return new BuiltInSchedules.Constant(rate);
  }

  /**
   * {@code rate * factor^floor(step / every)}.
   *
   * @param factor above 0, at most 1
   * @param every steps between two decays, at least 1
   */
  static Schedule stepDecay(double rate, double factor, long every) {
    return new BuiltInSchedules.StepDecay(rate, factor, every);
  }

  /** Half a cosine from {@code rate} at the first step towards 0 after the last. */
  static Schedule cosine(double rate) {
    return new BuiltInSchedules.Cosine(rate, 0);
  }

  /** Half a cosine from {@code rate} at the first step towards {@code last} after the last. */
  static Schedule cosine(double rate, double last) {
    return new BuiltInSchedules.Cosine(rate, last);
  }

  /** A straight line from {@code rate} at the first step towards 0 after the last. */
  static Schedule linearToZero(double rate) {
    return new BuiltInSchedules.LinearToZero(rate);
  }

  /**
   * This schedule behind a warm-up: the rate rises in equal parts to this schedule's first one,
   * which it has at step {@code steps - 1}; this schedule then runs over the remaining steps.
   *
   * @param steps 0 or more
   */
  default Schedule withWarmUp(long steps) {
    return new BuiltInSchedules.WarmUp(steps, this);
  }
}
