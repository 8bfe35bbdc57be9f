package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A short training of an exploding RNN by plain gradient descent on the adding problem.
 *
 * @param maximum the largest global norm of the gradients; infinity without clipping
 * @param steps the optimizer steps in order; fewer than planned if the loss or a gradient was no
 *     longer finite
 */
public record ClippingRun(double maximum, List<Step> steps) {
  /** Copies the list. */
  public ClippingRun {
    steps = Require.copyOf("steps", steps);
  }

  /**
   * One optimizer step.
   *
   * @param loss loss before the step
   * @param norm global norm of the gradients, before clipping
   * @param update global norm of the change of the weights, divided by the learning rate: the norm
   *     of the gradient that was used
   */
  public record Step(double loss, double norm, double update) {}

  /** Whether gradients are clipped. */
  public boolean clipped() {
    return Double.isFinite(maximum);
  }

  /** The largest norm before clipping; NaN without steps. */
  public double largestNorm() {
    return steps.stream().mapToDouble(Step::norm).max().orElse(Double.NaN);
  }

  /** The largest norm of an update; NaN without steps. */
  public double largestUpdate() {
    return steps.stream().mapToDouble(Step::update).max().orElse(Double.NaN);
  }

  /** The loss before the last step; NaN without steps. */
  public double lastLoss() {
    return steps.isEmpty() ? Double.NaN : steps.get(steps.size() - 1).loss();
  }
}
