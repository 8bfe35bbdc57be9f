package dev.sluice.insight.memory;

/**
 * A point of a learning curve.
 *
 * @param step number of optimizer steps taken
 * @param loss loss on the held-out sequences
 */
public record LossPoint(int step, double loss) {}
