package dev.sluice.interop.pytorch;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;

/** The recurrent modules of PyTorch; {@code nn.RNN} once for each nonlinearity. */
public enum PyTorchKind {
  /** {@code nn.RNN} with {@code nonlinearity="tanh"}, its default. */
  RNN_TANH("nn.RNN", 1),
  /** {@code nn.RNN} with {@code nonlinearity="relu"}. */
  RNN_RELU("nn.RNN", 1),
  /** {@code nn.LSTM}, with or without {@code proj_size}. */
  LSTM("nn.LSTM", 4),
  /** {@code nn.GRU}. */
  GRU("nn.GRU", 3);

  private final String module;
  private final int gates;

  PyTorchKind(String module, int gates) {
    this.module = module;
    this.gates = gates;
  }

  /** The name of the module in Python. */
  public String module() {
    return module;
  }

  /** The number of gates G. Each weight has G blocks of H rows. */
  int gates() {
    return gates;
  }

  /**
   * The cell that computes the same as the module.
   *
   * @param projectionSize projection size P of an LSTM, 0 for none
   */
  Cell cell(int inputSize, int hiddenSize, int projectionSize, Biases biases) {
    return switch (this) {
      case RNN_TANH -> Rnn.of(inputSize, hiddenSize).withBiases(biases);
      case RNN_RELU ->
          Rnn.of(inputSize, hiddenSize).withBiases(biases).withActivation(Activation.relu());
      case LSTM -> Lstm.of(inputSize, hiddenSize).withBiases(biases).withProjection(projectionSize);
      case GRU -> Gru.of(inputSize, hiddenSize).withBiases(biases);
    };
  }
}
