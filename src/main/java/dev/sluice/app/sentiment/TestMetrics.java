package dev.sluice.app.sentiment;

import dev.sluice.app.console.TerminalText;
import dev.sluice.train.evaluation.Classification;
import dev.sluice.train.evaluation.ConfusionMatrix;
import dev.sluice.train.evaluation.WilsonInterval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a model on the test split.
 *
 * @param texts number of texts
 * @param correct number of texts that were classified correctly
 * @param accuracy share of correct texts
 * @param low lower end of the 95% Wilson interval of the accuracy
 * @param high upper end of the interval
 * @param loss mean cross-entropy
 * @param auc area under the ROC curve of class 1; null unless there are two classes and both occur
 * @param classNames name of each class
 * @param confusion counts {@code [class][predicted class]}
 */
public record TestMetrics(
    long texts,
    long correct,
    double accuracy,
    double low,
    double high,
    double loss,
    @Nullable Double auc,
    List<String> classNames,
    long[][] confusion) {

  static TestMetrics of(Classification classification, List<String> classNames) {
    ConfusionMatrix matrix = classification.confusion();
    WilsonInterval interval = WilsonInterval.of95(matrix.correct(), matrix.total());
    return new TestMetrics(
        matrix.total(),
        matrix.correct(),
        matrix.accuracy(),
        interval.low(),
        interval.high(),
        crossEntropy(classification),
        hasCurve(matrix) ? classification.roc(1).area() : null,
        classNames,
        counts(matrix));
  }

  private static double crossEntropy(Classification classification) {
    double sum = 0;
    int[] labels = classification.labels();
    for (int i = 0; i < labels.length; i++) {
      // A probability that was rounded to 0 counts as the smallest float, so that the loss stays
      // finite.
      sum -= Math.log(Math.max(Float.MIN_NORMAL, classification.probabilities()[i][labels[i]]));
    }
    return sum / labels.length;
  }

  private static boolean hasCurve(ConfusionMatrix matrix) {
    return matrix.classes() == 2 && matrix.recall(0) >= 0 && matrix.recall(1) >= 0;
  }

  private static long[][] counts(ConfusionMatrix matrix) {
    long[][] counts = new long[matrix.classes()][matrix.classes()];
    for (int label = 0; label < counts.length; label++) {
      for (int answer = 0; answer < counts.length; answer++) {
        counts[label][answer] = matrix.count(label, answer);
      }
    }
    return counts;
  }

  /** Prints the metrics as a few lines. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "test      accuracy %.2f%% (95%% interval %.2f%% to %.2f%%), loss %.4f%s, %,d texts%n",
        100 * accuracy,
        100 * low,
        100 * high,
        loss,
        auc == null ? "" : String.format(Locale.ROOT, ", AUC %.4f", auc),
        texts);
    out.printf(Locale.ROOT, "          %-12s", "");
    classNames.forEach(name -> out.printf(Locale.ROOT, " %14s", "as " + TerminalText.name(name)));
    out.println();
    for (int label = 0; label < confusion.length; label++) {
      out.printf(Locale.ROOT, "          %-12s", TerminalText.name(classNames.get(label)));
      for (long count : confusion[label]) {
        out.printf(Locale.ROOT, " %,14d", count);
      }
      out.println();
    }
    out.flush();
  }
}
