package dev.sluice.layer;

/**
 * How the parameters of a recurrent layer are drawn; gate by gate, with H as the fan.
 *
 * @param inputWeights of {@code weight_ih}
 * @param recurrentWeights of {@code weight_hh}
 * @param biases of {@code bias_ih} and {@code bias_hh}
 * @param forgetBias what an LSTM's forget gate starts with in {@code bias_ih}, while its {@code
 *     bias_hh} starts with 0; null: drawn like the other biases
 */
public record RecurrentInitialization(
    Initializer inputWeights, Initializer recurrentWeights, Initializer biases, Double forgetBias) {

  /** Checks the values. */
  public RecurrentInitialization {
    SpecChecks.present("recurrent inputWeights", inputWeights);
    SpecChecks.present("recurrent recurrentWeights", recurrentWeights);
    SpecChecks.present("recurrent biases", biases);
    if (forgetBias != null && !Double.isFinite(forgetBias)) {
      throw new IllegalArgumentException(
          "recurrent forgetBias: expected a finite number or null, got " + forgetBias);
    }
  }

  /** PyTorch's: everything uniform on {@code [-1/sqrt(H), 1/sqrt(H))}. */
  public static RecurrentInitialization pytorch() {
    Initializer uniform = Initializer.fanUniform();
    return new RecurrentInitialization(uniform, uniform, uniform, null);
  }

  /** Glorot's input weights, orthogonal recurrent weights, biases of zero. */
  public static RecurrentInitialization orthogonal() {
    return new RecurrentInitialization(
        Initializer.xavierUniform(), Initializer.orthogonal(), Initializer.constant(0), null);
  }

  /** This with forget gates that start at the given bias: 1 lets gradients flow from the start. */
  public RecurrentInitialization withForgetBias(double forgetBias) {
    return new RecurrentInitialization(inputWeights, recurrentWeights, biases, forgetBias);
  }
}
