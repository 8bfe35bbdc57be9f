package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.train.Classification;
import dev.sluice.train.TokenBatches;
import java.io.PrintWriter;
import java.util.stream.IntStream;

/** Measures a model on a test split, while the user watches. */
final class TestRun {
  private TestRun() {}

  static TestFigures measure(
      SentimentModel model, TokenBatches test, PrintWriter out, ProgressDisplay display) {
    long texts =
        IntStream.range(0, test.batches(0)).mapToLong(batch -> test.texts(0, batch).length).sum();
    Classification classification;
    try (ProgressDisplay.Task task = display.begin("test", texts, "texts")) {
      classification = model.classify(new WatchedBatches(test, task));
    }
    TestFigures figures = TestFigures.of(classification, model.encoding().classNames());
    figures.print(out);
    return figures;
  }
}
