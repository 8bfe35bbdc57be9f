package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.TextSettings;
import picocli.CommandLine.Option;

/** The options that change {@link TextSettings}; null where not given. */
final class TextOptions {
  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens kept at the end of a longer text.")
  private Integer tokens;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Different tokens, the most frequent of the training texts.")
  private Integer vocabulary;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Share of the training texts to measure on after each epoch, 0 for none.")
  private Double heldOut;

  TextSettings over(TextSettings preset) {
    return new TextSettings(
        requireNonNullElse(tokens, preset.tokens()),
        requireNonNullElse(vocabulary, preset.vocabulary()),
        requireNonNullElse(heldOut, preset.heldOut()),
        preset.tokenizer());
  }
}
