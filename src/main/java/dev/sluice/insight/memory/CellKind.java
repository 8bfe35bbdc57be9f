package dev.sluice.insight.memory;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;

/** The cells that are compared, each with its default options. */
public enum CellKind {
  /** {@link Rnn} with tanh. */
  RNN,
  /** {@link Lstm}. */
  LSTM,
  /** {@link Gru}. */
  GRU;

  /** One layer of this cell, with orthogonal recurrent weights and zero biases. */
  RecurrentSpec layer(int inputSize, int hiddenSize) {
    Cell cell =
        switch (this) {
          case RNN -> Rnn.of(inputSize, hiddenSize);
          case LSTM -> Lstm.of(inputSize, hiddenSize);
          case GRU -> Gru.of(inputSize, hiddenSize);
        };
    return RecurrentSpec.of(cell).withInitialization(RecurrentInitialization.orthogonal());
  }
}
