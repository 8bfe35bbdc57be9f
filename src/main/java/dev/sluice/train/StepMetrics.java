package dev.sluice.train;

/**
 * What one training step measured, before its update.
 *
 * @param step from 0
 * @param loss mean over the counted positions, weighted where the loss weighs them
 * @param correct how many of them were answered right; 0 for a loss without classes
 * @param counted positions that count
 * @param weight what that mean divided by: {@code counted}, or the sum of the positions' weights
 * @param examples of all batches of the step
 * @param tokens valid timesteps of all batches of the step
 * @param gradientNorm the global norm before clipping
 * @param learningRate of the step
 */
public record StepMetrics(
    long step,
    double loss,
    long correct,
    long counted,
    double weight,
    long examples,
    long tokens,
    double gradientNorm,
    double learningRate) {

  /** The share of right answers; NaN if nothing counts. */
  public double accuracy() {
    return (double) correct / counted;
  }
}
