package dev.sluice.insight;

/**
 * What some neighbouring training steps measured, on average.
 *
 * @param step their middle, steps counted from 1
 * @param loss of the training batches before their updates
 * @param gradientNorm before clipping
 * @param learningRate of the updates
 */
public record StepPoint(double step, double loss, double gradientNorm, double learningRate) {}
