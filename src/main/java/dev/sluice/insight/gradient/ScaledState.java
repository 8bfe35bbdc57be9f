package dev.sluice.insight.gradient;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.RecurrentStates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient with respect to the state of one step: {@code values * 2^exponent}. The backward
 * pass is linear in this gradient, and a product with a power of two is exact. So it can be taken
 * one step further at any scale, where {@code float32} alone would end at 0 or at infinity.
 *
 * @param hidden {@code [N, H]}, row-major
 * @param cell {@code [N, H]}, row-major; null without a cell state
 * @param exponent the binary exponent of the scale
 */
record ScaledState(float[] hidden, float @Nullable [] cell, int exponent) {

  /**
   * Reads the gradients of a state and brings the largest absolute value to 1 to 2, unless all are
   * 0 or one is not finite.
   *
   * @param exponent the exponent of the values that are read
   */
  static ScaledState read(Tensor hidden, @Nullable Tensor cell, int exponent) {
    float[] h = hidden.floats();
    float[] c = cell == null ? null : cell.floats();
    float largest = Math.max(largest(h), c == null ? 0 : largest(c));
    if (largest == 0 || !Float.isFinite(largest)) {
      return new ScaledState(h, c, exponent);
    }
    int shift = -Math.getExponent(largest);
    scale(h, shift);
    if (c != null) {
      scale(c, shift);
    }
    return new ScaledState(h, c, exponent - shift);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void scale(float[] values, int shift) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], shift);
    }
  }

  /** The values without their scale, as tensors of the scope. */
  RecurrentStates place(int batch, Scope scope) {
    return new RecurrentStates(
        List.of(
            new RecurrentStates.State(
                place(hidden, batch, scope), cell == null ? null : place(cell, batch, scope))));
  }

  private static Tensor place(float[] values, int batch, Scope scope) {
    Tensor tensor = scope.floats(batch, values.length / batch);
    tensor.write(values);
    return tensor;
  }

  /** The norm of each row of these values, with their scale. */
  double[] norms(float[] values, int batch) {
    int width = values.length / batch;
    double[] norms = new double[batch];
    for (int n = 0; n < batch; n++) {
      double sum = 0;
      for (int f = n * width; f < (n + 1) * width; f++) {
        sum += (double) values[f] * values[f];
      }
      norms[n] = Math.scalb(Math.sqrt(sum), exponent);
    }
    return norms;
  }
}
