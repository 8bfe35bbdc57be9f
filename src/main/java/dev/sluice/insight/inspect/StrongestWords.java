package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The words that contribute most to each class, over many texts.
 *
 * @param texts number of texts that were inspected
 * @param minTexts words that occur in fewer texts are left out
 * @param incomplete number of texts whose contributions have a larger error than {@link
 *     Contributions#TOLERANCE}; they count all the same
 * @param largestError the largest completeness error of a text, as a share of {@code max(|change|,
 *     1)}
 * @param classes K lists, by class: the words that speak most for it, the strongest first. With two
 *     classes a word that speaks for one speaks against the other, and all texts count for both.
 *     With more, only the texts count that the model assigns to the class
 */
public record StrongestWords(
    int texts,
    int minTexts,
    int incomplete,
    double largestError,
    List<List<WordContribution>> classes) {
  /** Copies the lists. */
  public StrongestWords {
    Require.atLeast("texts", 1, texts);
    Require.atLeast("minTexts", 1, minTexts);
    Require.between("incomplete", 0, texts, incomplete);
    Require.presentElements("classes", classes);
    classes = Require.copyOf("classes", classes.stream().map(List::copyOf).toList());
  }
}
