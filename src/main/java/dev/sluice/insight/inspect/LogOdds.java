package dev.sluice.insight.inspect;

/**
 * The log odds of a class as a function of the logits: {@code z_c - log(sum over k != c of
 * exp(z_k))}.
 */
final class LogOdds {
  private LogOdds() {}

  /** The index of the largest logit; the first of equal ones. */
  static int predicted(double[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  /** The softmax of the logits. */
  static double[] probabilities(double[] logits) {
    return softmax(logits, -1);
  }

  static double of(double[] logits, int predicted) {
    double largest = largestBeside(logits, predicted);
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      sum += k == predicted ? 0 : Math.exp(logits[k] - largest);
    }
    return logits[predicted] - largest - Math.log(sum);
  }

  /** The gradient of the log odds with respect to the logits, {@code [K]}. */
  static double[] gradient(double[] logits, int predicted) {
    double[] gradient = softmax(logits, predicted);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] = -gradient[k];
    }
    gradient[predicted] = 1;
    return gradient;
  }

  /** The softmax without one class, whose share is 0; -1 leaves none out. */
  private static double[] softmax(double[] logits, int without) {
    double largest = largestBeside(logits, without);
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      shares[k] = k == without ? 0 : Math.exp(logits[k] - largest);
      sum += shares[k];
    }
    for (int k = 0; k < logits.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  private static double largestBeside(double[] logits, int without) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logits.length; k++) {
      largest = k == without ? largest : Math.max(largest, logits[k]);
    }
    return largest;
  }
}
