package dev.sluice.app.tour;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.memory.SearchDevices;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.device.Device;
import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.gradient.GradientExperiment;
import dev.sluice.insight.gradient.GradientReport;
import dev.sluice.insight.gradient.ReviewTexts;
import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryListener;
import dev.sluice.insight.memory.MemoryResult;
import dev.sluice.insight.memory.TaskKind;
import dev.sluice.insight.tour.ReadReview;
import dev.sluice.insight.tour.TourResult;
import java.util.Locale;

/**
 * Runs the parts of the tour one after the other.
 *
 * @param settings sizes of the parts
 * @param device of all parts but the memory tasks
 * @param searches devices of the memory tasks, which train side by side
 * @param display shows the time that is expected, and the progress
 */
record TourRun(
    TourSettings settings, Device device, SearchDevices searches, ProgressDisplay display) {

  /** Tells how long it will take, and runs all parts. */
  TourResult run(TokenizedSplits splits) {
    ReviewReading reading = new ReviewReading(settings, splits);
    GradientExperiment gradients =
        new GradientExperiment(settings.gradients(), ReviewTexts.of(splits, settings.gradients()));
    double readingSeconds = reading.forecastSeconds(device);
    double gradientSeconds = gradients.expectedSeconds(device);
    double memorySeconds = settings.memory().forecast(searches.list()).expectedSeconds();
    double costSeconds = settings.cost().forecastSeconds(device);
    double seconds = readingSeconds + gradientSeconds + memorySeconds + costSeconds;
    display.status("time      about " + minutes(seconds));
    try (TourProgress progress = new TourProgress(display, seconds)) {
      ReadReview review =
          reading.run(
              device, progress.begin("training a classifier", readingSeconds, reading.work()));
      TourProgress.Part gradientPart =
          progress.begin("gradients", gradientSeconds, gradients.work());
      GradientReport report = gradients.run(device, (work, what) -> gradientPart.advance(work));
      MemoryResult memory =
          memory(progress.begin("memory", memorySeconds, settings.memory().plannedWork()));
      TourProgress.Part costPart =
          progress.begin("cost", costSeconds, settings.cost().measurements());
      CostResult cost = settings.cost().run(device, () -> costPart.advance(1));
      return new TourResult(
          device.description(), settings.gradients().seed(), review, memory, report, cost);
    }
  }

  private MemoryResult memory(TourProgress.Part part) {
    MemoryListener listener =
        new MemoryListener() {
          @Override
          public void onWork(long timesteps, TaskKind task, CellKind cell, int lag) {
            part.advance(timesteps);
          }
        };
    return settings.memory().run(searches.list(), listener, () -> false);
  }

  private static String minutes(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%d s", (long) Math.ceil(seconds))
        : String.format(Locale.ROOT, "%d min", (long) Math.ceil(seconds / 60));
  }
}
