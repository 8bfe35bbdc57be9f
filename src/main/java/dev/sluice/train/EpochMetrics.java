package dev.sluice.train;

/**
 * The metrics of one epoch.
 *
 * @param epoch from 0
 * @param loss mean loss of the training batches over the counted targets; each batch is measured
 *     before its update
 * @param accuracy accuracy on the training batches, 0 to 1, measured likewise; 0 for a loss that
 *     counts no correct predictions
 * @param validationLoss loss after the epoch; NaN without validation
 * @param validationAccuracy accuracy after the epoch; NaN without validation
 * @param tokens number of tokens trained on
 * @param seconds time of the training steps, with loading, without validation and checkpoints
 * @param learningRate learning rate of the last step
 * @param gradientNorm global norm of the gradients before clipping, mean over the steps
 */
public record EpochMetrics(
    int epoch,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    long tokens,
    double seconds,
    double learningRate,
    double gradientNorm) {

  /** Training speed in tokens per second; NaN if no time was measured. */
  public double tokensPerSecond() {
    return seconds > 0 ? tokens / seconds : Double.NaN;
  }
}
