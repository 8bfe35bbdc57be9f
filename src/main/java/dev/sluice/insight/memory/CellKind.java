package dev.sluice.insight.memory;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;

/**
 * The cells that are compared, each with its default options. All start with orthogonal recurrent
 * weights and zero biases; only the forget gate of the LSTM starts with the bias 1, as F. Gers, J.
 * Schmidhuber and F. Cummins, <em>Learning to Forget</em>, 2000, and R. Jozefowicz, W. Zaremba and
 * I. Sutskever, <em>An Empirical Exploration of Recurrent Network Architectures</em>, 2015,
 * recommend.
 */
public enum CellKind {
  /** {@link Rnn} with tanh. */
  RNN,
  /** {@link Lstm}. */
  LSTM,
  /** {@link Gru}. */
  GRU;

  /** One layer of this cell with its initialization. */
  RecurrentSpec layer(int inputSize, int hiddenSize) {
    RecurrentInitialization start = RecurrentInitialization.orthogonal();
    return switch (this) {
      case RNN -> RecurrentSpec.of(Rnn.of(inputSize, hiddenSize)).withInitialization(start);
      case LSTM ->
          RecurrentSpec.of(Lstm.of(inputSize, hiddenSize))
              .withInitialization(start.withForgetBias(1));
      case GRU -> RecurrentSpec.of(Gru.of(inputSize, hiddenSize)).withInitialization(start);
    };
  }
}
