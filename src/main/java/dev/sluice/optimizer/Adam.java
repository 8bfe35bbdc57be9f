package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The Adam optimizer: D. Kingma and J. Ba, <em>Adam: A Method for Stochastic Optimization</em>,
 * 2015. For weights w with gradient g:
 *
 * <pre>
 *   g' = g + weightDecay * w
 *   m' = beta1 * m + (1 - beta1) * g'
 *   v' = beta2 * v + (1 - beta2) * g'²
 *   w' = w - rate * (m' / (1 - beta1^step)) / (sqrt(v' / (1 - beta2^step)) + epsilon)
 * </pre>
 *
 * @param learningRate the initial learning rate, which a schedule may change; at least 0
 * @param beta1 decay of the first moment, 0 to below 1
 * @param beta2 decay of the second moment, 0 to below 1
 * @param epsilon above 0
 * @param weightDecay at least 0
 */
public record Adam(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public Adam {
    Require.nonNegative("learningRate", learningRate);
    AdamRule.check(beta1, beta2, epsilon, weightDecay);
  }

  /** With the defaults of the paper and of PyTorch: 0.9, 0.999, 1e-8, no weight decay. */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  @Override
  public Adam withLearningRate(double learningRate) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public Adam withWeightDecay(double weightDecay) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public Adam defaults() {
    return of(learningRate);
  }

  @Override
  public String kind() {
    return "adam";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    AdamRule rule = new AdamRule((float) beta1, (float) beta2, (float) epsilon, false);
    return rule.optimizer(this, groups);
  }
}
