package dev.sluice.insight;

import dev.sluice.train.EpochMetrics;
import dev.sluice.train.Provenance;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingResult;
import dev.sluice.train.evaluation.Classification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A synthetic training run that looks like a real one. Every call gives the same run. */
public final class SampleRun {
  static final int STEPS_PER_EPOCH = 390;
  static final List<String> CLASSES = List.of("negative", "positive");

  private SampleRun() {}

  /** A report with all parts that a page can show. */
  public static TrainingReport report(int epochs) {
    return TrainingReport.of("Sentiment of IMDB reviews")
        .withDescription(
            "One LSTM layer of 128 over the last 400 words, trained on 24,000 reviews.")
        .withHistory(history(epochs))
        .withTest(test(25_000))
        .withExamples(examples())
        .withSettings(settings())
        .withProvenance(provenance());
  }

  static TrainingHistory history(int epochs) {
    HistoryRecorder recorder = new HistoryRecorder();
    Random random = new Random(1);
    long total = (long) epochs * STEPS_PER_EPOCH;
    List<EpochMetrics> finished = new ArrayList<>();
    recorder.onStart(epochs, total, 0);
    for (long step = 0; step < total; step++) {
      double done = (double) step / STEPS_PER_EPOCH;
      double loss = 0.12 + 0.57 * Math.exp(-1.6 * done) + 0.06 * random.nextGaussian();
      double norm = 0.6 + 1.5 * Math.exp(-done) + 0.4 * Math.abs(random.nextGaussian());
      double rate = 6e-3 * (1 - (double) step / total);
      recorder.onStep(new StepMetrics(step, loss, 56, 64, 64, 64, 12_800, norm, rate));
      if ((step + 1) % STEPS_PER_EPOCH == 0) {
        finished.add(epoch(finished.size()));
        recorder.onEpoch(finished.get(finished.size() - 1));
      }
    }
    recorder.onEnd(new TrainingResult(finished, OptionalInt.empty(), total, false));
    return recorder.history();
  }

  private static EpochMetrics epoch(int epoch) {
    double decay = Math.exp(-1.1 * (epoch + 1));
    return new EpochMetrics(
        epoch,
        0.15 + 0.9 * decay,
        0.95 - 0.45 * decay,
        0.28 + 0.25 * decay,
        0.892 - 0.1 * decay,
        5_600_000,
        17.4,
        6e-3,
        1.2);
  }

  static TestResult test(int examples) {
    Random random = new Random(2);
    int[] labels = new int[examples];
    float[][] probabilities = new float[examples][];
    for (int i = 0; i < examples; i++) {
      labels[i] = i % 2;
      double score = (labels[i] == 1 ? 1.8 : -1.9) + 1.6 * random.nextGaussian();
      float positive = (float) (1 / (1 + Math.exp(-score)));
      probabilities[i] = new float[] {1 - positive, positive};
    }
    return TestResult.of(new Classification(labels, probabilities), CLASSES);
  }

  static List<ScoredText> examples() {
    return List.of(
        example("A film that trusts its audience. I left the cinema smiling.", 0.982, "positive"),
        example("The first half is wonderful, the second is not. ".repeat(9), 0.437, "positive"),
        example(
            "Two hours I will not get back: <script>alert('dull')</script>", 0.021, "negative"));
  }

  static ScoredText example(String text, double positive, String label) {
    return new ScoredText(
        text,
        List.of(
            new ScoredText.ClassProbability("negative", 1 - positive),
            new ScoredText.ClassProbability("positive", positive)),
        Optional.ofNullable(label));
  }

  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cell", "lstm");
    settings.put("hidden", "128");
    settings.put("embedding", "64");
    settings.put("optimizer", "Adam, 0.006 falling linearly to 0");
    settings.put("clipping", "global norm 1");
    settings.put("parameters", "1,379,202");
    return settings;
  }

  static Provenance provenance() {
    return new Provenance(
        "0.1.0",
        "sluice sentiment train --cell lstm --hidden 128",
        "325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8",
        "cpu, 2 threads, Vector API 512 bit",
        2,
        7,
        Instant.parse("2026-11-20T09:30:00Z"));
  }
}
