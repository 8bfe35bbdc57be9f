package dev.sluice.insight;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Optional;

/**
 * A text and what the model made of it.
 *
 * @param text any text; it is shown as it is, never interpreted
 * @param answers each class name with its probability, 0 to 1, in the order in which they are shown
 * @param label the name of the right class, if known
 */
public record ScoredText(String text, List<Answer> answers, Optional<String> label) {

  /**
   * One class.
   *
   * @param className for people
   * @param probability 0 to 1
   */
  public record Answer(String className, double probability) {
    /** Requires a name. */
    public Answer {
      Require.present("className", className);
    }
  }

  /** Copies the list. */
  public ScoredText {
    Require.present("text", text);
    Require.present("label", label);
    answers = Require.copyOf("answers", answers);
  }
}
