package dev.sluice.train;

/**
 * How a model does on some examples.
 *
 * @param loss mean over the counted positions; NaN if nothing counts
 * @param correct how many of them were answered right; 0 for a loss without classes
 * @param counted positions that count
 */
public record Evaluation(double loss, long correct, long counted) {

  /** The share of right answers; NaN if nothing counts. */
  public double accuracy() {
    return (double) correct / counted;
  }

  /**
   * The 95% interval of the accuracy.
   *
   * @throws IllegalArgumentException if nothing counts
   */
  public WilsonInterval accuracyInterval() {
    return WilsonInterval.of95(correct, counted);
  }
}
