package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.TextSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli options that change {@link TextSettings}; null if not given. */
final class TextOptions {
  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens that are kept at the end of a longer text.")
  private @Nullable Integer tokens;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Vocabulary size: the most frequent tokens of the training texts.")
  private @Nullable Integer vocabulary;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Share of the training texts for validation after each epoch; 0 for none.")
  private @Nullable Double heldOut;

  TextSettings applyTo(TextSettings base) {
    return new TextSettings(
        requireNonNullElse(tokens, base.tokens()),
        requireNonNullElse(vocabulary, base.vocabulary()),
        requireNonNullElse(heldOut, base.heldOut()),
        base.tokenizer());
  }
}
