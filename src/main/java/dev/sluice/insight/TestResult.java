package dev.sluice.insight;

import dev.sluice.argument.Require;
import dev.sluice.train.evaluation.Classification;
import dev.sluice.train.evaluation.ConfusionMatrix;
import dev.sluice.train.evaluation.RocCurve;
import dev.sluice.train.evaluation.WilsonInterval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a classifier on the test split.
 *
 * @param classNames name of each class by label
 * @param confusion confusion matrix of the classes, with at least one example
 * @param roc ROC curve for two classes, where label 1 is positive; otherwise empty
 */
public record TestResult(
    List<String> classNames, ConfusionMatrix confusion, Optional<RocCurve> roc) {

  /** Copies the names and checks that the sizes match. */
  public TestResult {
    Require.present("roc", roc);
    classNames = Require.copyOf("classNames", classNames);
    if (confusion.total() < 1) {
      throw new IllegalArgumentException("confusion: expected at least one example, got none");
    }
    if (classNames.size() != confusion.classes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "classNames: expected %d, one for each class of the confusion matrix, got %s",
              confusion.classes(),
              classNames));
    }
  }

  /**
   * Creates the result from predictions. It has a ROC curve if there are two classes and both
   * occur.
   */
  public static TestResult of(Classification classification, List<String> classNames) {
    Require.present("classification", classification);
    Require.present("classNames", classNames);
    boolean bothOccur =
        classification.classes() == 2
            && Arrays.stream(classification.labels()).distinct().count() == 2;
    return new TestResult(
        classNames,
        classification.confusion(),
        bothOccur ? Optional.of(classification.roc(1)) : Optional.empty());
  }

  /** The 95% interval of the accuracy. */
  public WilsonInterval accuracyInterval() {
    return WilsonInterval.of95(confusion.correct(), confusion.total());
  }
}
