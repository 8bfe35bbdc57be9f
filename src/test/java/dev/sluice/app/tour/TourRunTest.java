package dev.sluice.app.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.memory.SearchDevices;
import dev.sluice.app.run.ComputeSettings;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.app.sentiment.settings.TextSettings;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.device.Device;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.insight.cost.CostExperiment;
import dev.sluice.insight.cost.CostSettings;
import dev.sluice.insight.gradient.GradientCell;
import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryExperiment;
import dev.sluice.insight.memory.MemorySettings;
import dev.sluice.insight.memory.TaskKind;
import dev.sluice.insight.tour.TourPage;
import dev.sluice.insight.tour.TourResult;
import dev.sluice.layer.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TourRunTest {
  /** The settings of the command, made small. */
  private static TourSettings tiny(long seed) {
    TourSettings whole = TourSettings.of(seed);
    SentimentSettings sentiment = whole.sentiment();
    return new TourSettings(
        new SentimentSettings(new TextSettings(12, 50, 0), sentiment.model(), sentiment.training()),
        10,
        whole
            .gradients()
            .withHiddenSize(3)
            .withTimesteps(4)
            .withSamples(3)
            .withClippingSteps(3)
            .withCells(List.of(GradientCell.RNN, GradientCell.LSTM_FORGET_1)),
        new MemoryExperiment(
            MemorySettings.defaults().withMaxLag(10).withSteps(2).withHiddenSize(3).withSeed(seed),
            List.of(TaskKind.ADDING),
            List.of(CellKind.RNN, CellKind.LSTM)),
        new CostExperiment(
            new CostSettings(3, 2, 1, 1e-6, 1e-6),
            List.of(RecurrentSpec.of(Gru.of(2, 3)), RecurrentSpec.of(Lstm.of(2, 3)))));
  }

  private static TokenizedSplits texts() {
    Tokenizer tokenizer = Tokenizer.current();
    List<String> texts =
        IntStream.range(0, 60)
            .mapToObj(i -> (i % 2 == 0 ? "incredible" : "boring") + " film, I think, number " + i)
            .toList();
    int[] labels = IntStream.range(0, 60).map(i -> (i + 1) % 2).toArray();
    return new TokenizedSplits(
        List.of("negative", "positive"),
        tokenizer.tokenized(texts, 1),
        labels,
        tokenizer.tokenized(texts, 1),
        labels,
        "texts made for tests",
        "",
        List.of());
  }

  private static TourResult run(long seed, ProgressDisplay display) {
    ComputeSettings compute = new ComputeSettings("cpu", 1, Precision.FLOAT32, PlanKind.AUTO);
    try (Device device = compute.open();
        SearchDevices searches = SearchDevices.open(compute, 1)) {
      TourResult result = new TourRun(tiny(seed), device, searches, display).run(texts());
      assertEquals(0, device.openTensors());
      return result;
    }
  }

  @Test
  void repeatsAllNumbersButTimes() {
    RecordingDisplay display = new RecordingDisplay();
    TourResult first = run(1, display);
    TourResult second = run(1, display);
    assertEquals(first.memory(), second.memory());
    // Measured arrays are compared by what the page shows of them.
    TourResult withTimesOfFirst =
        new TourResult(
            second.device(),
            second.seed(),
            second.review(),
            second.memory(),
            second.gradients(),
            first.cost());
    assertEquals(TourPage.of(first).html(), TourPage.of(withTimesOfFirst).html());
    assertNotEquals(
        first.review().inspection().contributions(),
        run(2, display).review().inspection().contributions());
  }

  @Test
  void tellsTheTimeBeforeItStartsAndAllOfItsProgress() {
    RecordingDisplay display = new RecordingDisplay();
    assertEquals(0.5, run(1, display).review().accuracy(), 0.5);
    assertTrue(display.lines.get(0).startsWith("time      about"), display.lines.toString());
    assertEquals("begin 1000", display.lines.get(1));
    assertEquals(List.of("training a classifier", "gradients", "memory", "cost"), display.parts);
    assertTrue(display.done >= 990 && display.done <= 1000, "done " + display.done);
  }

  /** Remembers what is shown. */
  private static final class RecordingDisplay implements ProgressDisplay {
    final List<String> lines = new ArrayList<>();
    final List<String> parts = new ArrayList<>();
    long done;

    @Override
    public Task begin(String name, long initial, long total, String unit) {
      lines.add("begin " + total);
      return new Task() {
        @Override
        public void advance(long by, String message) {
          done += by;
          if (!parts.contains(message)) {
            parts.add(message);
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void status(String line) {
      lines.add(line);
    }
  }
}
