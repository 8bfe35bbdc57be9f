package dev.sluice.train;

/**
 * What one epoch measured.
 *
 * @param epoch from 0
 * @param loss of the training batches, each before its update; mean over the counted positions
 * @param accuracy of the same, 0 to 1; 0 for a loss without classes
 * @param validationLoss after the epoch; NaN without validation
 * @param validationAccuracy after the epoch; NaN without validation
 * @param tokens trained on
 * @param seconds spent in training steps, loading included, validation and checkpoints not
 * @param learningRate of the last step
 * @param gradientNorm mean over the steps, before clipping
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

  /** Training speed; NaN if no time was measured. */
  public double tokensPerSecond() {
    return seconds > 0 ? tokens / seconds : Double.NaN;
  }
}
