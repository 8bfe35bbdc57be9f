package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The gradients of one cell at one moment.
 *
 * @param cell the cell
 * @param moment when and on what it was measured
 * @param gradients the norms by distance from the loss
 */
public record Measurement(GradientCell cell, Moment moment, StateGradients gradients) {
  /** Checks that nothing is null. */
  public Measurement {
    Require.present("cell", cell);
    Require.present("moment", moment);
    Require.present("gradients", gradients);
  }

  /**
   * The norm of dLoss/dh_t by distance, as a share of the norm at distance 0 of the same sequence:
   * what is left of the gradient.
   */
  public List<Band> hiddenShares() {
    return Band.ratios(gradients.hidden(), gradients.hidden()[0]);
  }

  /**
   * The norm of dLoss/dc_t by distance, as a share of the norm of dLoss/dh_t at distance 0 of the
   * same sequence; empty without a cell state.
   */
  public List<Band> cellShares() {
    return Band.ratios(gradients.cell(), gradients.hidden()[0]);
  }

  /**
   * What the step at each distance adds to an update of {@code weight_hh} by plain gradient
   * descent, as a share of the weight: {@code learningRate * ||gradient|| / ||weight||}.
   *
   * @param learningRate learning rate of the update
   */
  public double[] updateShares(double learningRate) {
    double[] shares = gradients.recurrentWeights().clone();
    for (int d = 0; d < shares.length; d++) {
      shares[d] *= learningRate / gradients.recurrentWeightNorm();
    }
    return shares;
  }
}
