package dev.sluice.train;

/**
 * The metrics of one training step, measured before its update.
 *
 * @param step from 0
 * @param loss mean loss over the counted targets; a weighted mean if the loss weights them
 * @param correct number of correct predictions among them; 0 for a loss that counts none
 * @param counted number of targets that count
 * @param weight divisor of that mean: {@code counted}, or the sum of the weights of the targets
 * @param examples number of examples in all batches of the step
 * @param tokens number of timesteps without padding in all batches of the step
 * @param gradientNorm global norm of the gradients before clipping
 * @param learningRate learning rate of the step
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

  /** The fraction of correct predictions; NaN if no target counts. */
  public double accuracy() {
    return (double) correct / counted;
  }
}
