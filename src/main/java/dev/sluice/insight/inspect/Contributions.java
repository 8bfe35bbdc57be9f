package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The contribution of each token to the decision, by integrated gradients: M. Sundararajan, A. Taly
 * and Q. Yan, <em>Axiomatic Attribution for Deep Networks</em>, 2017.
 *
 * <p>The decision is one number, the log odds of the predicted class c: its logit minus the log of
 * the sum of the exponentials of the others, {@code log(p_c / (1 - p_c))}. With two classes this is
 * the difference of the two logits. The baseline is the text in which every token is the unknown
 * token. On the straight path from the vectors of the baseline, x', to those of the text, x, the
 * contribution of token t is
 *
 * <pre>
 *   sum over e of (x_te - x'_te) * integral from 0 to 1 of dF/dx_te (x' + a (x - x')) da
 * </pre>
 *
 * <p>A positive contribution speaks for the predicted class. All contributions together are {@code
 * logOdds - baselineLogOdds}, but for the error of the numerical integration.
 *
 * @param values contribution of each token, {@code [T]}, in log odds
 * @param logOdds F of the text
 * @param baselineLogOdds F of the baseline
 * @param steps points of the path at which gradients were computed for the last result
 */
public record Contributions(
    List<Double> values, double logOdds, double baselineLogOdds, int steps) {
  /** The largest error, as a share of the change but at least of 1, of a complete result. */
  public static final double TOLERANCE = 0.01;

  /** Copies the list. */
  public Contributions {
    values = Require.copyOf("values", values);
    Require.atLeast("steps", 1, steps);
  }

  /** What the contributions add up to if the integral is exact: F of the text minus baseline. */
  public double change() {
    return logOdds - baselineLogOdds;
  }

  /** The sum of the values. */
  public double sum() {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The completeness error, {@code |sum - change|}. */
  public double error() {
    return Math.abs(sum() - change());
  }

  /**
   * Whether the error is below {@value #TOLERANCE} of {@code max(|change|, 1)}. If not, the largest
   * number of steps was not enough.
   */
  public boolean complete() {
    return error() < TOLERANCE * Math.max(Math.abs(change()), 1);
  }
}
