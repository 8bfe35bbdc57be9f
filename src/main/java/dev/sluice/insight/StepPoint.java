package dev.sluice.insight;

/**
 * The mean metrics of some consecutive training steps.
 *
 * @param step mean index of the steps, counted from 1
 * @param loss loss of the training batches before their updates
 * @param gradientNorm norm of the gradient of the loss before clipping
 * @param learningRate learning rate of the updates
 */
public record StepPoint(double step, double loss, double gradientNorm, double learningRate) {}
