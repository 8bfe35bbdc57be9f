package dev.sluice.insight;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Optional;

/**
 * A text with the class probabilities that a model predicts.
 *
 * @param text any text; it is shown literally
 * @param probabilities the probability of every class, in display order
 * @param label the name of the correct class, if known
 */
public record ScoredText(
    String text, List<ClassProbability> probabilities, Optional<String> label) {

  /**
   * A class and its probability.
   *
   * @param className name of the class
   * @param probability probability of the class, 0 to 1
   */
  public record ClassProbability(String className, double probability) {
    /** Checks that the name is not null. */
    public ClassProbability {
      Require.present("className", className);
    }
  }

  /** Copies the list. */
  public ScoredText {
    Require.present("text", text);
    Require.present("label", label);
    probabilities = Require.copyOf("probabilities", probabilities);
  }
}
