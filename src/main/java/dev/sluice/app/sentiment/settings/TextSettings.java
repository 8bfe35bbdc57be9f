package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;
import dev.sluice.data.Tokenizer;

/**
 * What of the texts is learned from.
 *
 * @param tokens how many tokens at the end of a longer text are kept, at least 1
 * @param vocabulary the most frequent tokens of the training texts that are told apart, padding and
 *     unknown included; at least 3
 * @param heldOut share of the training texts to choose by instead of learning from, 0 to below 1
 * @param tokenizer scheme of the rules by which texts become tokens
 */
public record TextSettings(int tokens, int vocabulary, double heldOut, String tokenizer) {
  /** Checks the ranges. */
  public TextSettings {
    Require.atLeast("tokens", 1, tokens);
    Require.atLeast("vocabulary", 3, vocabulary);
    Require.fraction("held-out", heldOut);
    Tokenizer.ofScheme(tokenizer);
  }

  /** With the rules for new models. */
  public TextSettings(int tokens, int vocabulary, double heldOut) {
    this(tokens, vocabulary, heldOut, Tokenizer.current().scheme());
  }

  public TextSettings withTokenizer(String scheme) {
    return new TextSettings(tokens, vocabulary, heldOut, scheme);
  }
}
