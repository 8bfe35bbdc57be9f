package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.CellKind;
import dev.sluice.app.sentiment.settings.ModelSettings;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that change {@link ModelSettings}; null where not given. */
final class ModelOptions {
  @Option(names = "--cell", paramLabel = "CELL", description = "rnn, lstm or gru.")
  private CellKind cell;

  @Option(
      names = "--article",
      negatable = true,
      description = "The article's dialect of the cell: logistic everywhere, one bias per gate.")
  private Boolean article;

  @Option(names = "--embedding", paramLabel = "N", description = "Features of a token.")
  private Integer embedding;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Hidden units of each layer and direction.")
  private Integer hidden;

  @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers.")
  private Integer layers;

  @Option(
      names = "--bidirectional",
      negatable = true,
      description = "Read in both directions, or in one.")
  private Boolean bidirectional;

  @Option(
      names = "--pooling",
      split = ",",
      paramLabel = "KIND",
      description =
          "What the answer is drawn from: last, last_step, max, mean over time, or several.")
  private List<PoolingKind> pooling;

  @Option(
      names = "--word-dropout",
      paramLabel = "P",
      description = "Share of tokens hidden in training.")
  private Double wordDropout;

  @Option(
      names = "--embedding-dropout",
      paramLabel = "R",
      description = "Dropout of the features of the tokens.")
  private Double embeddingDropout;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Dropout between the layers above the embedding.")
  private Double dropout;

  @Option(
      names = "--forget-bias",
      paramLabel = "B",
      description = "What an LSTM's forget gates start with.")
  private Double forgetBias;

  @Option(
      names = "--truncate",
      paramLabel = "STEPS",
      description = "Truncated BPTT in windows of so many steps; 0 for full BPTT.")
  private Integer truncate;

  ModelSettings over(ModelSettings preset) {
    CellKind chosen = requireNonNullElse(cell, preset.cell());
    return new ModelSettings(
        chosen,
        requireNonNullElse(article, preset.article()),
        requireNonNullElse(embedding, preset.embedding()),
        requireNonNullElse(hidden, preset.hidden()),
        requireNonNullElse(layers, preset.layers()),
        requireNonNullElse(bidirectional, preset.bidirectional()),
        requireNonNullElse(pooling, preset.pooling()),
        requireNonNullElse(wordDropout, preset.wordDropout()),
        requireNonNullElse(embeddingDropout, preset.embeddingDropout()),
        requireNonNullElse(dropout, preset.dropout()),
        forgetBias(chosen, preset),
        requireNonNullElse(truncate, preset.truncate()));
  }

  /** A preset's forget bias means its LSTM, not the other cell that the user asks for. */
  private Double forgetBias(CellKind chosen, ModelSettings preset) {
    return forgetBias == null && chosen == CellKind.LSTM ? preset.forgetBias() : forgetBias;
  }
}
