package dev.sluice.app.sentiment.settings;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;

/** The kinds of recurrent cells, each in the variant of PyTorch and of the article. */
public enum CellKind {
  /** {@link Rnn}. */
  RNN,
  /** {@link Lstm}. */
  LSTM,
  /** {@link Gru}. */
  GRU;

  /**
   * Creates the cell.
   *
   * @param article whether to create the variant of the article instead of PyTorch's
   */
  public Cell of(int inputSize, int hiddenSize, boolean article) {
    return switch (this) {
      case RNN -> article ? Rnn.article(inputSize, hiddenSize) : Rnn.of(inputSize, hiddenSize);
      case LSTM -> article ? Lstm.article(inputSize, hiddenSize) : Lstm.of(inputSize, hiddenSize);
      case GRU -> article ? Gru.article(inputSize, hiddenSize) : Gru.of(inputSize, hiddenSize);
    };
  }
}
