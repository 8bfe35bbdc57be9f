package dev.sluice.train.evaluation;

/**
 * How a model does on some examples.
 *
 * @param loss mean over the counted positions
 * @param correct how many of them were answered right; 0 for a loss without classes
 * @param counted positions that count, at least 1
 */
public record Evaluation(double loss, long correct, long counted) {

  /** Checks that something counts. */
  public Evaluation {
    if (counted < 1) {
      throw new IllegalArgumentException(
          "counted: expected at least 1 position that counts, got " + counted);
    }
  }

  /** The share of right answers. */
  public double accuracy() {
    return (double) correct / counted;
  }

  /** The 95% interval of the accuracy. */
  public WilsonInterval accuracyInterval() {
    return WilsonInterval.of95(correct, counted);
  }
}
