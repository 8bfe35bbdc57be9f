package dev.sluice.insight.gradient;

/** Is told the progress of an experiment, on its thread. */
@FunctionalInterface
public interface GradientListener {

  /**
   * Called after each piece of work.
   *
   * @param timesteps work since the last call, in timesteps as {@link GradientExperiment#work}
   *     counts them
   * @param what what is being done, in a few words
   */
  void onWork(long timesteps, String what);
}
