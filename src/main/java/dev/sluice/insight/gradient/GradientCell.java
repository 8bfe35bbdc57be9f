package dev.sluice.insight.gradient;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cells whose gradients are compared: PyTorch's, and the article's, which have sigmoids in the
 * place of tanh. All start from PyTorch's initial distributions; the forget gate of an LSTM starts
 * with the bias that its name says.
 */
public enum GradientCell {
  /** {@link Rnn#of}. */
  RNN("rnn", "RNN (tanh)", false),
  /** {@link Lstm#of} with forget bias 0. */
  LSTM("lstm", "LSTM, forget bias 0", false),
  /** {@link Lstm#of} with forget bias 1. */
  LSTM_FORGET_1("lstm-forget1", "LSTM, forget bias 1", false),
  /** {@link Gru#of}. */
  GRU("gru", "GRU", false),
  /** {@link Rnn#article}. */
  ARTICLE_RNN("article-rnn", "article's RNN (sigmoid)", true),
  /** {@link Lstm#article} with forget bias 0. */
  ARTICLE_LSTM("article-lstm", "article's LSTM, forget bias 0", true),
  /** {@link Lstm#article} with forget bias 1. */
  ARTICLE_LSTM_FORGET_1("article-lstm-forget1", "article's LSTM, forget bias 1", true),
  /** {@link Gru#article}. */
  ARTICLE_GRU("article-gru", "article's GRU", true);

  private final String key;
  private final String label;
  private final boolean article;

  GradientCell(String key, String label, boolean article) {
    this.key = key;
    this.label = label;
    this.article = article;
  }

  /**
   * The cell with this key.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static GradientCell of(String key) {
    return Arrays.stream(values())
        .filter(cell -> cell.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(Locale.ROOT, "cell: expected one of %s, got %s", keys(), key)));
  }

  /** The keys of all cells. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(GradientCell::key).toList();
  }

  /** The name on the command line and in files. */
  public String key() {
    return key;
  }

  /** The name for readers. */
  public String label() {
    return label;
  }

  /** Whether it is a cell of the article. */
  public boolean article() {
    return article;
  }

  /** Whether it is an LSTM. */
  public boolean lstm() {
    return cell(1, 1) instanceof Lstm;
  }

  /** Whether it is a plain recurrent cell without gates. */
  public boolean rnn() {
    return cell(1, 1) instanceof Rnn;
  }

  /** The cell with these sizes. */
  public Cell cell(int inputSize, int hiddenSize) {
    return switch (this) {
      case RNN -> Rnn.of(inputSize, hiddenSize);
      case LSTM, LSTM_FORGET_1 -> Lstm.of(inputSize, hiddenSize);
      case GRU -> Gru.of(inputSize, hiddenSize);
      case ARTICLE_RNN -> Rnn.article(inputSize, hiddenSize);
      case ARTICLE_LSTM, ARTICLE_LSTM_FORGET_1 -> Lstm.article(inputSize, hiddenSize);
      case ARTICLE_GRU -> Gru.article(inputSize, hiddenSize);
    };
  }

  /** One layer of this cell, with its initial distributions. */
  public RecurrentSpec layer(int inputSize, int hiddenSize) {
    RecurrentInitialization initialization = RecurrentInitialization.pytorch();
    return RecurrentSpec.of(cell(inputSize, hiddenSize))
        .withInitialization(
            switch (this) {
              case LSTM, ARTICLE_LSTM -> initialization.withForgetBias(0);
              case LSTM_FORGET_1, ARTICLE_LSTM_FORGET_1 -> initialization.withForgetBias(1);
              case RNN, GRU, ARTICLE_RNN, ARTICLE_GRU -> initialization;
            });
  }
}
