package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The decision of a model about a text.
 *
 * @param logits the outputs of the model, {@code [K]}
 * @param probabilities their softmax, {@code [K]}
 * @param predicted the class of the largest logit, from 0; the first of equal ones
 */
public record Decision(List<Double> logits, List<Double> probabilities, int predicted) {
  /** Copies the lists and checks the class. */
  public Decision {
    logits = Require.copyOf("logits", logits);
    probabilities = Require.copyOf("probabilities", probabilities);
    Require.between("predicted", 0, logits.size() - 1, predicted);
  }
}
