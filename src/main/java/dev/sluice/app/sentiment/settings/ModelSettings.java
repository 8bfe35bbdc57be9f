package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;
import dev.sluice.data.Vocabulary;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.PoolingKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The model: embedding, recurrent layers, pooling over time, a dense layer with a logit per class.
 *
 * @param cell of the recurrent layers
 * @param article whether the cell is the article's, not PyTorch's
 * @param embedding features of a token, at least 1
 * @param hidden units of each layer and direction, at least 1
 * @param layers recurrent layers, 1 to 100
 * @param bidirectional whether each layer reads in both directions
 * @param pooling what is taken of the top layer's outputs, side by side
 * @param wordDropout share of tokens that training replaces by the unknown one, 0 to below 1
 * @param embeddingDropout of the features of the tokens, 0 to below 1
 * @param dropout before the dense layer and between recurrent layers, 0 to below 1
 * @param forgetBias what an LSTM's forget gates start with; null: drawn like the other biases
 * @param truncate gradients flow back within windows of this many steps; 0: without end
 */
public record ModelSettings(
    CellKind cell,
    boolean article,
    int embedding,
    int hidden,
    int layers,
    boolean bidirectional,
    List<PoolingKind> pooling,
    double wordDropout,
    double embeddingDropout,
    double dropout,
    Double forgetBias,
    int truncate) {
  /** Each draws its dropout from a random stream of its own, of which there are 256. */
  private static final int MOST_LAYERS = 100;

  /** Checks the ranges and copies the list. */
  public ModelSettings {
    Objects.requireNonNull(cell, "cell");
    Require.atLeast("embedding", 1, embedding);
    Require.atLeast("hidden", 1, hidden);
    Require.between("layers", 1, MOST_LAYERS, layers);
    pooling = List.copyOf(pooling);
    if (pooling.isEmpty() || EnumSet.copyOf(pooling).size() < pooling.size()) {
      throw new IllegalArgumentException(
          "pooling: expected some of last, max and mean, each at most once, got " + pooling);
    }
    Require.fraction("word-dropout", wordDropout);
    Require.fraction("embedding-dropout", embeddingDropout);
    Require.fraction("dropout", dropout);
    if (forgetBias != null && (cell != CellKind.LSTM || !Float.isFinite(forgetBias.floatValue()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "forget-bias: expected a number that is finite in float32, and only for lstm, got %s"
                  + " for %s",
              forgetBias,
              cell));
    }
    Require.atLeast("truncate", 0, truncate);
  }

  /**
   * The description of the model.
   *
   * @param vocabulary tokens that it tells apart
   * @param classes logits that it gives
   */
  public ModelSpec spec(int vocabulary, int classes) {
    ModelSpec tokens =
        ModelSpec.ofTokens()
            .layer(
                EmbeddingSpec.forTextClassification(vocabulary, embedding)
                    .withPadding(Vocabulary.PADDING)
                    .withWordDropout(wordDropout, Vocabulary.UNKNOWN));
    ModelSpec features = embeddingDropout > 0 ? tokens.dropout(embeddingDropout) : tokens;
    return features
        .recurrent(recurrent())
        .pooling(pooling.toArray(PoolingKind[]::new))
        .dropout(dropout)
        .dense(classes);
  }

  private RecurrentSpec recurrent() {
    RecurrentInitialization initialization = RecurrentInitialization.pytorch();
    return RecurrentSpec.of(cell.of(embedding, hidden, article))
        .withDirections(bidirectional ? DirectionMode.BIDIRECTIONAL : DirectionMode.FORWARD)
        .withLayers(layers)
        .withDropout(layers > 1 ? dropout : 0)
        .withBptt(truncate == 0 ? Bptt.full() : Bptt.truncated(truncate))
        .withInitialization(
            forgetBias == null ? initialization : initialization.withForgetBias(forgetBias));
  }
}
