package dev.sluice.insight.memory;

import dev.sluice.data.StableRandom;
import dev.sluice.device.Tensor;
import dev.sluice.model.Model;

/**
 * Biases with which gates start to remember for about the lag of the task: C. Tallec and Y.
 * Ollivier, <em>Can recurrent neural networks warp time?</em>, 2018. With u uniform from 1 to
 * {@code lag - 1} for each unit:
 *
 * <pre>
 *   LSTM   forget gate bias = ln u,   input gate bias = -ln u
 *   GRU    update gate bias = ln u    (the gate keeps)
 * </pre>
 *
 * <p>A unit then forgets with a time constant of about u timesteps. A cell without gates has no
 * such biases.
 */
final class ChronoInitialization {
  private static final String BIAS = "0.recurrent.bias_ih_l0";

  /** The random stream of these biases; the streams of the sequences are near 0. */
  private static final long STREAM = Long.MIN_VALUE;

  private ChronoInitialization() {}

  /**
   * Sets the biases of a new model whose lowest layer is this cell and whose biases are zero.
   *
   * @param lag at least 3
   */
  static void apply(Model model, CellKind cell, int hiddenSize, int lag, long seed) {
    if (cell == CellKind.RNN) {
      return;
    }
    StableRandom random = StableRandom.of(seed, STREAM);
    Tensor tensor = model.parameter(BIAS).value();
    float[] biases = tensor.floats();
    for (int unit = 0; unit < hiddenSize; unit++) {
      float bias = (float) Math.log(1 + (lag - 2) * (double) random.nextFloat());
      // The second gate is f of i, f, g, o, or z of r, z, n.
      biases[hiddenSize + unit] = bias;
      if (cell == CellKind.LSTM) {
        biases[unit] = -bias;
      }
    }
    tensor.write(biases);
  }
}
