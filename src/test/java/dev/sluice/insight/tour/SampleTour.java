package dev.sluice.insight.tour;

import dev.sluice.insight.cost.SampleCost;
import dev.sluice.insight.gradient.SampleGradients;
import dev.sluice.insight.inspect.SampleInspection;
import dev.sluice.insight.memory.SampleMemory;

/** A small result, for tests of the page. */
public final class SampleTour {
  private SampleTour() {}

  /** The result. */
  public static TourResult result() {
    return new TourResult(
        "cpu, <1> thread",
        7,
        new ReadReview(
            "A network <of tests>.",
            SampleInspection.CLASSES,
            0.875,
            1000,
            SampleInspection.TEXT,
            "A text made for tests.",
            SampleInspection.inspection()),
        SampleMemory.result(true),
        SampleGradients.report(SampleGradients.settings()),
        SampleCost.result());
  }
}
