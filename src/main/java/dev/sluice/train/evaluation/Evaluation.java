package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;

/**
 * Loss and accuracy of a model on some examples.
 *
 * @param loss mean over the counted targets
 * @param correct number of correct predictions among them; 0 for a loss that counts none
 * @param counted number of targets that count, at least 1
 */
public record Evaluation(double loss, long correct, long counted) {

  /** Checks that at least one target counts. */
  public Evaluation {
    Require.atLeast("counted", 1, counted);
  }

  /** The fraction of correct predictions. */
  public double accuracy() {
    return (double) correct / counted;
  }

  /** The 95% confidence interval of the accuracy. */
  public WilsonInterval accuracyInterval() {
    return WilsonInterval.of95(correct, counted);
  }
}
