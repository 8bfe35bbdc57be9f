package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;

/**
 * What a word contributes on average over many texts.
 *
 * @param word its text
 * @param id its index in the vocabulary
 * @param texts number of texts in which it occurs
 * @param occurrences number of occurrences in them
 * @param mean mean contribution of an occurrence, in log odds; positive speaks for the class
 */
public record WordContribution(String word, int id, int texts, int occurrences, double mean) {
  /** Checks the counts. */
  public WordContribution {
    Require.present("word", word);
    Require.atLeast("texts", 1, texts);
    Require.atLeast("occurrences", texts, occurrences);
  }
}
