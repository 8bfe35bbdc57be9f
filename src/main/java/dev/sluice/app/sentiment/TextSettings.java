package dev.sluice.app.sentiment;

/**
 * What of the texts is learned from.
 *
 * @param tokens how many tokens at the end of a longer text are kept, at least 1
 * @param vocabulary the most frequent tokens of the training texts that are told apart, padding and
 *     unknown included; at least 3
 * @param heldOut share of the training texts to choose by instead of learning from, 0 to below 1
 */
public record TextSettings(int tokens, int vocabulary, double heldOut) {
  /** Checks the ranges. */
  public TextSettings {
    Ranges.atLeast("tokens", 1, tokens);
    Ranges.atLeast("vocabulary", 3, vocabulary);
    Ranges.rate("held-out", heldOut);
  }
}
