/**
 * Training: the fit loop ({@link dev.sluice.train.Trainer}, where to begin), the single step under
 * it ({@link dev.sluice.train.TrainingStep}), early stopping, and checkpoints that resume to the
 * same bits. {@code batch} loads what it is trained on, {@code schedule} says the learning rate,
 * {@code evaluation} measures a model; none of these imports this package.
 *
 * <p>Nothing here prints: {@link dev.sluice.train.TrainingListener} is told what happens.
 */
package dev.sluice.train;
