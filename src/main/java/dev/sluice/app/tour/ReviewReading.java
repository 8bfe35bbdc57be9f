package dev.sluice.app.tour;

import dev.sluice.app.sentiment.EncodedSplits;
import dev.sluice.app.sentiment.SentimentTraining;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.insight.inspect.SampleReview;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.inspect.TextInspector;
import dev.sluice.insight.tour.ReadReview;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Trains a small classifier on reviews and lets it read the sample review. */
final class ReviewReading {
  /** Optimizer steps that are timed for the forecast; the first ones wait for the compiler. */
  private static final int TIMED_STEPS = 40;

  private final TourSettings settings;
  private final EncodedSplits data;
  private final SentimentTraining training;

  ReviewReading(TourSettings settings, TokenizedSplits splits) {
    this.settings = settings;
    this.data = EncodedSplits.prepare(splits, settings.sentiment().text());
    this.training = new SentimentTraining(settings.sentiment(), data);
  }

  /** The tokens of all epochs. */
  long work() {
    return settings.sentiment().training().epochs() * training.tokensPerEpoch();
  }

  /** About how many seconds {@link #run} will take. */
  double forecastSeconds(Device device) {
    double[] fastest = {Double.POSITIVE_INFINITY};
    long[] steps = {0, System.nanoTime()};
    try (SentimentModel model = training.createModel(device)) {
      var unused =
          training
              .trainer(model)
              .withStopCondition(() -> steps[0] >= TIMED_STEPS)
              .withStepListener(
                  step -> {
                    long now = System.nanoTime();
                    double perToken = (now - steps[1]) / 1e9 / step.tokens();
                    fastest[0] = Math.min(fastest[0], perToken);
                    steps[0]++;
                    steps[1] = now;
                  })
              .fit(training.batches());
    }
    return fastest[0] * work();
  }

  /** Trains, tests and inspects. */
  ReadReview run(Device device, TourProgress.Part progress) {
    try (SentimentModel model = training.createModel(device)) {
      var unused =
          training
              .trainer(model)
              .withStepListener(step -> progress.advance(step.tokens()))
              .fit(training.batches());
      EncodedTexts test = evenlyChosen(data.test(), settings.testTexts());
      double accuracy = accuracy(model.classify(TokenLoader.sorted(test, SentimentModel.BATCH)));
      return new ReadReview(
          describe(),
          data.encoding().classNames(),
          accuracy,
          test.size(),
          SampleReview.text(),
          SampleReview.source(),
          inspect(model));
    }
  }

  private static double accuracy(Classification classified) {
    int[] predicted = classified.predicted();
    long right =
        IntStream.range(0, predicted.length)
            .filter(i -> predicted[i] == classified.labels()[i])
            .count();
    return (double) right / predicted.length;
  }

  private TextInspection inspect(SentimentModel model) {
    TextEncoding encoding = data.encoding();
    List<String> all = encoding.tokenizer().tokenize(SampleReview.text());
    List<String> words = all.subList(Math.max(0, all.size() - encoding.tokens()), all.size());
    try (TextInspector inspector = TextInspector.of(model.model(), Vocabulary.UNKNOWN)) {
      return inspector.inspect(encoding.vocabulary().encode(words), words);
    }
  }

  private String describe() {
    return String.format(
        Locale.ROOT,
        "An LSTM of %d units that reads the last %d tokens of a review, trained in %d epochs on %,d"
            + " reviews with seed %d.",
        settings.sentiment().model().hidden(),
        settings.sentiment().text().tokens(),
        settings.sentiment().training().epochs(),
        data.train().size(),
        settings.sentiment().training().seed());
  }

  /** Texts from all over the split, because those of one class lie together. */
  private static EncodedTexts evenlyChosen(EncodedTexts test, int count) {
    int chosen = Math.min(count, test.size());
    return test.subset(
        IntStream.range(0, chosen).map(i -> (int) ((long) i * test.size() / chosen)).toArray());
  }
}
