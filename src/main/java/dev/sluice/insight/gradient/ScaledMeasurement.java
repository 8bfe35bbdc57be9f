package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The gradients of an RNN with tanh whose recurrent weights were scaled.
 *
 * @param radius spectral radius of {@code weight_hh} after scaling
 * @param factor the number by which the initial weights were multiplied
 * @param gradients the norms by distance from the loss, on sequences of the adding problem
 */
public record ScaledMeasurement(double radius, double factor, StateGradients gradients) {
  /** Checks the values. */
  public ScaledMeasurement {
    Require.positive("radius", radius);
    Require.positive("factor", factor);
    Require.present("gradients", gradients);
  }

  /** As {@link Measurement#hiddenShares}. */
  public List<Band> hiddenShares() {
    return Band.ratios(gradients.hidden(), gradients.hidden()[0]);
  }
}
