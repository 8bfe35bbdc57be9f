package dev.sluice.device.cpu.operation;

import dev.sluice.device.UpdateOperations.AdamCoefficients;

/**
 * One Adam step. The values that are equal for all elements are computed once.
 *
 * @param scale the factor of the gradients
 * @param keepWeights {@code 1 - rate * decoupledDecay}
 * @param oneMinusBeta1 {@code 1 - beta1}
 * @param oneMinusBeta2 {@code 1 - beta2}
 * @param correctedRate {@code rate / (1 - beta1^step)}
 * @param rootCorrection {@code 1 / sqrt(1 - beta2^step)}
 */
record AdamStep(
    float scale,
    float weightDecay,
    float keepWeights,
    float beta1,
    float oneMinusBeta1,
    float beta2,
    float oneMinusBeta2,
    float correctedRate,
    float rootCorrection,
    float epsilon) {

  static AdamStep of(AdamCoefficients c, long step, float scale) {
    return new AdamStep(
        scale,
        c.weightDecay(),
        c.keptWeights(),
        c.beta1(),
        1 - c.beta1(),
        c.beta2(),
        1 - c.beta2(),
        c.correctedRate(step),
        c.rootCorrection(step),
        c.epsilon());
  }

  /**
   * Updates elements {@code from .. to - 1}.
   *
   * @param w the weights
   * @param g the gradient
   * @param m the first moment
   * @param v the second moment
   */
  void run(float[] w, float[] g, float[] m, float[] v, int from, int to) {
    float scale = this.scale;
    float weightDecay = this.weightDecay;
    float keepWeights = this.keepWeights;
    float beta1 = this.beta1;
    float oneMinusBeta1 = this.oneMinusBeta1;
    float beta2 = this.beta2;
    float oneMinusBeta2 = this.oneMinusBeta2;
    float correctedRate = this.correctedRate;
    float rootCorrection = this.rootCorrection;
    float epsilon = this.epsilon;
    for (int i = from; i < to; i++) {
      float decayedGradient = scale * g[i] + weightDecay * w[i];
      float first = beta1 * m[i] + oneMinusBeta1 * decayedGradient;
      float second = beta2 * v[i] + oneMinusBeta2 * (decayedGradient * decayedGradient);
      m[i] = first;
      v[i] = second;
      float root = (float) Math.sqrt(second) * rootCorrection + epsilon;
      w[i] = keepWeights * w[i] - correctedRate * first / root;
    }
  }
}
