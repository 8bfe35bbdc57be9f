package dev.sluice.train;

import dev.sluice.train.evaluation.Evaluation;

/** The running sums behind {@link EpochMetrics}; part of a checkpoint in the middle of an epoch. */
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

  EpochSums plus(StepMetrics figures, double stepSeconds) {
    return new EpochSums(
        loss + figures.loss() * figures.weight(),
        correct + figures.correct(),
        counted + figures.counted(),
        weight + figures.weight(),
        tokens + figures.tokens(),
        gradientNorms + figures.gradientNorm(),
        steps + 1,
        figures.learningRate(),
        seconds + stepSeconds);
  }

  /** The epoch's figures; {@code validation} may be null. */
  EpochMetrics figures(int epoch, Evaluation validation) {
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
