package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.record.RecordCopy;
import java.util.EnumSet;
import java.util.List;

/**
 * The settings of a {@link GradientExperiment}; the same for every cell.
 *
 * @param hiddenSize H, at least 1
 * @param timesteps T of the reviews, at least 2: their last T tokens
 * @param samples number of sequences over which the bands are taken, at least 2
 * @param reviewSteps optimizer steps on the reviews, at least 0
 * @param addingTimesteps length of the adding problem's sequences, at least 2
 * @param addingSteps optimizer steps on the adding problem, at least 0
 * @param clippingSteps optimizer steps with and without clipping, at least 1
 * @param batchSize sequences per optimizer step, at least 1
 * @param seed seed of the weights, the sequences and their order
 * @param cells the cells, each once
 */
public record GradientSettings(
    int hiddenSize,
    int timesteps,
    int samples,
    int reviewSteps,
    int addingTimesteps,
    int addingSteps,
    int clippingSteps,
    int batchSize,
    long seed,
    List<GradientCell> cells) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException also if a weight of the hidden size is too large for a tensor
   */
  public GradientSettings {
    Require.atLeast("gradients hidden", 1, hiddenSize);
    Require.atLeast("gradients steps", 2, timesteps);
    Require.atLeast("gradients samples", 2, samples);
    Require.atLeast("gradients review-steps", 0, reviewSteps);
    Require.atLeast("gradients adding timesteps", 2, addingTimesteps);
    Require.atLeast("gradients adding-steps", 0, addingSteps);
    Require.atLeast("gradients clipping-steps", 1, clippingSteps);
    Require.atLeast("gradients batch", 1, batchSize);
    cells = Require.copyOf("gradients cells", cells);
    if (cells.isEmpty() || EnumSet.copyOf(cells).size() != cells.size()) {
      throw new IllegalArgumentException(
          "gradients cells: expected at least one, and each only once, got "
              + cells.stream().map(GradientCell::key).toList());
    }
    for (GradientCell cell : cells) {
      Cell unused = cell.cell(hiddenSize, hiddenSize); // refuses a size too large
    }
  }

  /** All cells with 32 hidden units over 100 timesteps. */
  public static GradientSettings defaults() {
    return new GradientSettings(
        32, 100, 64, 300, 50, 1000, 200, 32, 1, List.of(GradientCell.values()));
  }

  /** A copy with another hidden size. */
  public GradientSettings withHiddenSize(int hiddenSize) {
    return RecordCopy.with(this, "hiddenSize", hiddenSize);
  }

  /** A copy with reviews of another length; the adding problem is half as long. */
  public GradientSettings withTimesteps(int timesteps) {
    return RecordCopy.with(
        this, "timesteps", timesteps, "addingTimesteps", Math.max(2, timesteps / 2));
  }

  /** A copy with another number of sequences. */
  public GradientSettings withSamples(int samples) {
    return RecordCopy.with(this, "samples", samples);
  }

  /** A copy with other numbers of optimizer steps on the reviews and on the adding problem. */
  public GradientSettings withTraining(int reviewSteps, int addingSteps) {
    return RecordCopy.with(this, "reviewSteps", reviewSteps, "addingSteps", addingSteps);
  }

  /** A copy with another number of optimizer steps with and without clipping. */
  public GradientSettings withClippingSteps(int clippingSteps) {
    return RecordCopy.with(this, "clippingSteps", clippingSteps);
  }

  /** A copy with another seed. */
  public GradientSettings withSeed(long seed) {
    return RecordCopy.with(this, "seed", seed);
  }

  /** A copy with other cells. */
  public GradientSettings withCells(List<GradientCell> cells) {
    return RecordCopy.with(this, "cells", cells);
  }
}
