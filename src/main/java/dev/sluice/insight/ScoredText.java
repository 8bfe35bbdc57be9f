package dev.sluice.insight;

import java.util.List;
import java.util.Objects;
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
      Objects.requireNonNull(className, "className");
    }
  }

  /** Copies the list. */
  public ScoredText {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(label, "label");
    answers = List.copyOf(answers);
  }
}
