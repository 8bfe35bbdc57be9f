package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import java.util.stream.IntStream;

/** Evaluates a model on a test split and shows the progress. */
final class TestEvaluation {
  private TestEvaluation() {}

  /** Classifies every text. */
  static Classification classify(SentimentModel model, TokenLoader test, ProgressDisplay display) {
    long texts =
        IntStream.range(0, test.batches(0)).mapToLong(batch -> test.texts(0, batch).length).sum();
    try (ProgressDisplay.Task task = display.begin("test", texts, "texts")) {
      return model.classify(new ProgressLoader(test, task));
    }
  }
}
