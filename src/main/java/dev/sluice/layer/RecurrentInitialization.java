package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The initial distributions of the parameters of a recurrent layer. They are drawn gate by gate,
 * with H as the fan. Peepholes are uniform on {@code [-1/sqrt(H), 1/sqrt(H))}. The gains of layer
 * normalization start at 1 and its bias at 0.
 *
 * @param inputWeights distribution of {@code weight_ih}
 * @param recurrentWeights distribution of {@code weight_hh} and of a projection's {@code weight_hr}
 * @param biases distribution of {@code bias_ih} and {@code bias_hh}
 * @param forgetBias initial forget gate bias of an LSTM in {@code bias_ih}; its {@code bias_hh}
 *     then starts at 0. Null if it is drawn like the other biases
 */
public record RecurrentInitialization(
    Initializer inputWeights,
    Initializer recurrentWeights,
    Initializer biases,
    @Nullable Double forgetBias) {
  /** The index of the forget gate in an LSTM's order i, f, g, o. */
  private static final int FORGET_GATE = 1;

  /** Checks the values. */
  public RecurrentInitialization {
    Require.present("recurrent inputWeights", inputWeights);
    Require.present("recurrent recurrentWeights", recurrentWeights);
    Require.present("recurrent biases", biases);
    if (forgetBias != null && !Float.isFinite(forgetBias.floatValue())) {
      throw new IllegalArgumentException(
          "recurrent forgetBias: expected a number that is finite in float32, or null, got "
              + forgetBias);
    }
  }

  /** PyTorch's initialization: everything uniform on {@code [-1/sqrt(H), 1/sqrt(H))}. */
  public static RecurrentInitialization pytorch() {
    Initializer uniform = Initializer.fanUniform();
    return new RecurrentInitialization(uniform, uniform, uniform, null);
  }

  /** Glorot's uniform input weights, orthogonal recurrent weights and zero biases. */
  public static RecurrentInitialization orthogonal() {
    return new RecurrentInitialization(
        Initializer.xavierUniform(), Initializer.orthogonal(), Initializer.constant(0), null);
  }

  /**
   * A copy with this initial forget gate bias; with 1, gradients flow through time from the start.
   */
  public RecurrentInitialization withForgetBias(double forgetBias) {
    return new RecurrentInitialization(inputWeights, recurrentWeights, biases, forgetBias);
  }

  /** Draws the initial values of a parameter with this role, row-major. */
  float[] draw(Cell cell, CellParameter role, RandomGenerator random) {
    int h = cell.hiddenSize();
    return switch (role) {
      case WEIGHT_IH -> gates(cell, inputWeights, cell.inputSize(), random);
      case WEIGHT_HH -> gates(cell, recurrentWeights, cell.outputSize(), random);
      case BIAS_IH, BIAS_HH -> biases(cell, role, random);
      case WEIGHT_HR -> recurrentWeights.draw(cell.outputSize(), h, h, random);
      case WEIGHT_CI, WEIGHT_CF, WEIGHT_CO -> Initializer.fanUniform().draw(1, h, h, random);
      case NORM_IH, NORM_HH -> gates(cell, Initializer.constant(1), 1, random);
      case NORM_C -> Initializer.constant(1).draw(1, h, h, random);
      case BIAS_C -> Initializer.constant(0).draw(1, h, h, random);
    };
  }

  private static float[] gates(
      Cell cell, Initializer initializer, int columns, RandomGenerator random) {
    int block = Math.multiplyExact(cell.hiddenSize(), columns);
    float[] values = new float[Math.multiplyExact(cell.gates(), block)];
    for (int gate = 0; gate < cell.gates(); gate++) {
      float[] drawn = initializer.draw(cell.hiddenSize(), columns, cell.hiddenSize(), random);
      System.arraycopy(drawn, 0, values, gate * block, block);
    }
    return values;
  }

  private float[] biases(Cell cell, CellParameter role, RandomGenerator random) {
    float[] values = gates(cell, biases, 1, random);
    if (forgetBias != null) {
      float bias = role == CellParameter.BIAS_IH ? forgetBias.floatValue() : 0;
      int h = cell.hiddenSize();
      Arrays.fill(values, FORGET_GATE * h, (FORGET_GATE + 1) * h, bias);
    }
    return values;
  }
}
