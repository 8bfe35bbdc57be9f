package dev.sluice.insight.tour;

import dev.sluice.argument.Require;
import dev.sluice.insight.inspect.TextInspection;
import java.util.List;

/**
 * A text classifier that was trained for the tour, and a review that it read.
 *
 * @param model what the model is and how it was trained, one sentence
 * @param classNames names of the classes, in the order of the logits
 * @param accuracy share of the test texts that it classified correctly
 * @param testTexts number of these texts, at least 1
 * @param text the review
 * @param source where the review comes from, one sentence
 * @param inspection what the model did with it
 */
public record ReadReview(
    String model,
    List<String> classNames,
    double accuracy,
    int testTexts,
    String text,
    String source,
    TextInspection inspection) {

  /** Checks the values. */
  public ReadReview {
    Require.present("model", model);
    classNames = Require.copyOf("classNames", classNames);
    Require.share("accuracy", accuracy);
    Require.atLeast("testTexts", 1, testTexts);
    Require.present("text", text);
    Require.present("source", source);
    Require.present("inspection", inspection);
  }
}
