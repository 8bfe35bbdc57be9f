package dev.sluice.app.sentiment.settings;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;

/** The cells to choose from, each in two dialects. */
public enum CellKind {
  /** {@link Rnn}. */
  RNN,
  /** {@link Lstm}. */
  LSTM,
  /** {@link Gru}. */
  GRU;

  /**
   * The cell.
   *
   * @param article the article's dialect instead of PyTorch's
   */
  Cell of(int inputSize, int hiddenSize, boolean article) {
    return switch (this) {
      case RNN -> article ? Rnn.article(inputSize, hiddenSize) : Rnn.of(inputSize, hiddenSize);
      case LSTM -> article ? Lstm.article(inputSize, hiddenSize) : Lstm.of(inputSize, hiddenSize);
      case GRU -> article ? Gru.article(inputSize, hiddenSize) : Gru.of(inputSize, hiddenSize);
    };
  }
}
