package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The AdamW optimizer: I. Loshchilov and F. Hutter, <em>Decoupled Weight Decay Regularization</em>,
 * 2019. Before each step it sets {@code w <- w - rate * weightDecay * w}; then it takes a step of
 * {@link Adam} without weight decay.
 *
 * @param learningRate the initial learning rate, which a schedule may change; at least 0
 * @param beta1 decay of the first moment, 0 to below 1
 * @param beta2 decay of the second moment, 0 to below 1
 * @param epsilon above 0
 * @param weightDecay at least 0
 */
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public AdamW {
    Require.nonNegative("learningRate", learningRate);
    AdamRule.check(beta1, beta2, epsilon, weightDecay);
  }

  /** With PyTorch's defaults: 0.9, 0.999, 1e-8, weight decay 0.01. */
  public static AdamW of(double learningRate) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
  }

  @Override
  public AdamW withLearningRate(double learningRate) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public AdamW withWeightDecay(double weightDecay) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public AdamW defaults() {
    return of(learningRate);
  }

  @Override
  public String kind() {
    return "adamw";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    AdamRule rule = new AdamRule((float) beta1, (float) beta2, (float) epsilon, true);
    return rule.optimizer(this, groups);
  }
}
