package dev.sluice.insight.tour;

import dev.sluice.argument.Require;
import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.gradient.GradientReport;
import dev.sluice.insight.memory.MemoryResult;

/**
 * All that the tour shows.
 *
 * @param device description of the device
 * @param seed seed of all trainings
 * @param review the classifier and the review that it read
 * @param memory the longest lags of the cells
 * @param gradients how far the gradients reach
 * @param cost what the cells cost
 */
public record TourResult(
    String device,
    long seed,
    ReadReview review,
    MemoryResult memory,
    GradientReport gradients,
    CostResult cost) {

  /** Checks the values. */
  public TourResult {
    Require.present("device", device);
    Require.present("review", review);
    Require.present("memory", memory);
    Require.present("gradients", gradients);
    Require.present("cost", cost);
  }
}
