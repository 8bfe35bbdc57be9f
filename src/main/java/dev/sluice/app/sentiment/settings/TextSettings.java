package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;
import dev.sluice.data.Tokenizer;

/**
 * The settings of the texts: their length, vocabulary, held-out share and tokenizer.
 *
 * @param tokens how many tokens at the end of a longer text are kept, at least 1
 * @param vocabulary vocabulary size, including padding and unknown; at least 3
 * @param heldOut share of the training texts that are held out for validation, from 0 to below 1
 * @param tokenizer scheme of the tokenizer
 */
public record TextSettings(int tokens, int vocabulary, double heldOut, String tokenizer) {
  /** Checks the ranges. */
  public TextSettings {
    Require.atLeast("tokens", 1, tokens);
    Require.atLeast("vocabulary", 3, vocabulary);
    Require.fraction("held-out", heldOut);
    Tokenizer.ofScheme(tokenizer);
  }

  /** Settings with the current tokenizer. */
  public TextSettings(int tokens, int vocabulary, double heldOut) {
    this(tokens, vocabulary, heldOut, Tokenizer.current().scheme());
  }

  public TextSettings withTokenizer(String scheme) {
    return new TextSettings(tokens, vocabulary, heldOut, scheme);
  }
}
