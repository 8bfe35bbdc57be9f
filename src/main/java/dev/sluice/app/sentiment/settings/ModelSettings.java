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
import org.jspecify.annotations.Nullable;

/**
 * The settings of the model: embedding, recurrent layers, pooling over time, and a dense layer with
 * one logit per class.
 *
 * @param cell kind of the recurrent cells
 * @param article whether to use the cell variant of the article instead of PyTorch's
 * @param embedding embedding size, at least 1
 * @param hidden hidden units per layer and direction, at least 1
 * @param layers number of recurrent layers, 1 to 100
 * @param bidirectional whether each layer processes texts in both directions
 * @param pooling poolings of the outputs of the top layer; their results are concatenated
 * @param wordDropout share of tokens that are replaced by the unknown token in training, from 0 to
 *     below 1
 * @param embeddingDropout dropout rate of the embedding features, from 0 to below 1
 * @param dropout dropout rate between recurrent layers and before the dense layer, from 0 to below
 *     1
 * @param forgetBias initial bias of the forget gates of an LSTM; null to initialize them as the
 *     other biases
 * @param truncate window of truncated BPTT in steps; 0 for full BPTT
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
    @Nullable Double forgetBias,
    int truncate) {
  /** Each layer has its own random stream for dropout, and there are 256 streams. */
  private static final int MAX_LAYERS = 100;

  /** Checks the ranges and copies the list. */
  public ModelSettings {
    Require.present("cell", cell);
    Require.atLeast("embedding", 1, embedding);
    Require.atLeast("hidden", 1, hidden);
    Require.between("layers", 1, MAX_LAYERS, layers);
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
   * The specification of the model.
   *
   * @param vocabulary vocabulary size
   * @param classes number of logits
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
