package dev.sluice.train.schedule;

/**
 * Changes the optimizer's learning rate from step to step. It is a pure function, so a resumed run
 * needs no state for it. As in PyTorch, the learning rate to start from belongs to the optimizer.
 *
 * <p>A class that implements this interface should have a {@code toString} with all its numbers:
 * checkpoints contain this text, and a resumed run must have the same.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param learningRate the optimizer's
   * @param step from 0 to {@code totalSteps - 1}
   * @param totalSteps number of steps of the whole run, at least 1
   * @return 0 or more
   */
  double rate(double learningRate, long step, long totalSteps);

  /** The optimizer's learning rate at every step. */
  static Schedule constant() {
    return new BuiltInSchedules.Constant();
  }

  /**
   * Multiplies the learning rate by {@code factor} every {@code every} steps: {@code learningRate *
   * factor^floor(step / every)}.
   *
   * @param factor above 0, at most 1
   * @param every steps between two decays, at least 1
   */
  static Schedule stepDecay(double factor, long every) {
    return new BuiltInSchedules.StepDecay(factor, every);
  }

  /** Cosine decay from the optimizer's learning rate at the first step to 0 after the last step. */
  static Schedule cosine() {
    return cosine(0);
  }

  /**
   * Cosine decay from the optimizer's learning rate at the first step to {@code last} after the
   * last step.
   *
   * @param last a learning rate, PyTorch's {@code eta_min}; 0 or more
   */
  static Schedule cosine(double last) {
    return new BuiltInSchedules.Cosine(last);
  }

  /** Linear decay from the optimizer's learning rate at the first step to 0 after the last step. */
  static Schedule linearToZero() {
    return new BuiltInSchedules.LinearToZero();
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
