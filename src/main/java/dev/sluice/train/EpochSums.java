package dev.sluice.train;

import dev.sluice.train.evaluation.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * The running sums from which {@link EpochMetrics} are computed. A checkpoint in the middle of an
 * epoch contains them.
 */
record EpochSums(
    double loss,
    long correct,
    long counted,
    double weight,
    long tokens,
    double gradientNorms,
    long steps,
    double learningRate,
    double seconds) {

  static final EpochSums ZERO = new EpochSums(0, 0, 0, 0, 0, 0, 0, 0, 0);

  EpochSums plus(StepMetrics metrics, double stepSeconds) {
    return new EpochSums(
        loss + metrics.loss() * metrics.weight(),
        correct + metrics.correct(),
        counted + metrics.counted(),
        weight + metrics.weight(),
        tokens + metrics.tokens(),
        gradientNorms + metrics.gradientNorm(),
        steps + 1,
        metrics.learningRate(),
        seconds + stepSeconds);
  }

  /** The metrics of the epoch; {@code validation} may be null. */
  EpochMetrics metrics(int epoch, @Nullable Evaluation validation) {
    return new EpochMetrics(
        epoch,
        loss / weight,
        (double) correct / counted,
        validation == null ? Double.NaN : validation.loss(),
        validation == null ? Double.NaN : validation.accuracy(),
        tokens,
        seconds,
        learningRate,
        gradientNorms / steps);
  }
}
