package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.CellKind;
import dev.sluice.app.sentiment.settings.ModelSettings;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli options that change {@link ModelSettings}; null if not given. */
final class ModelOptions {
  @Option(names = "--cell", paramLabel = "CELL", description = "rnn, lstm or gru.")
  private @Nullable CellKind cell;

  @Option(
      names = "--article",
      negatable = true,
      description =
          "Use the cell variant of the article: sigmoid activations everywhere, one bias per gate.")
  private @Nullable Boolean article;

  @Option(names = "--embedding", paramLabel = "N", description = "Embedding size.")
  private @Nullable Integer embedding;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Hidden units per layer and direction.")
  private @Nullable Integer hidden;

  @Option(names = "--layers", paramLabel = "N", description = "Number of recurrent layers.")
  private @Nullable Integer layers;

  @Option(
      names = "--bidirectional",
      negatable = true,
      description = "Process texts in both directions, or only forward.")
  private @Nullable Boolean bidirectional;

  @Option(
      names = "--pooling",
      split = ",",
      paramLabel = "KIND",
      description = "Pooling over time: last, last_step, max, mean, or several of them.")
  private @Nullable List<PoolingKind> pooling;

  @Option(
      names = "--word-dropout",
      paramLabel = "P",
      description = "Share of tokens that are dropped in training.")
  private @Nullable Double wordDropout;

  @Option(
      names = "--embedding-dropout",
      paramLabel = "R",
      description = "Dropout rate of the embedding features.")
  private @Nullable Double embeddingDropout;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Dropout rate between the layers above the embedding.")
  private @Nullable Double dropout;

  @Option(
      names = "--forget-bias",
      paramLabel = "B",
      description = "Initial bias of the forget gates of an LSTM.")
  private @Nullable Double forgetBias;

  @Option(
      names = "--truncate",
      paramLabel = "STEPS",
      description = "Window of truncated BPTT in steps; 0 for full BPTT.")
  private @Nullable Integer truncate;

  ModelSettings applyTo(ModelSettings base) {
    CellKind chosen = requireNonNullElse(cell, base.cell());
    return new ModelSettings(
        chosen,
        requireNonNullElse(article, base.article()),
        requireNonNullElse(embedding, base.embedding()),
        requireNonNullElse(hidden, base.hidden()),
        requireNonNullElse(layers, base.layers()),
        requireNonNullElse(bidirectional, base.bidirectional()),
        requireNonNullElse(pooling, base.pooling()),
        requireNonNullElse(wordDropout, base.wordDropout()),
        requireNonNullElse(embeddingDropout, base.embeddingDropout()),
        requireNonNullElse(dropout, base.dropout()),
        forgetBias(chosen, base),
        requireNonNullElse(truncate, base.truncate()));
  }

  /** The forget bias. That of the base settings applies only if the cell is still an LSTM. */
  private @Nullable Double forgetBias(CellKind chosen, ModelSettings base) {
    return forgetBias == null && chosen == CellKind.LSTM ? base.forgetBias() : forgetBias;
  }
}
