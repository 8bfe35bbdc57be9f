/**
 * Training and evaluation: the fit loop and the single step under it, learning-rate schedules,
 * early stopping, checkpoints that resume to the same bits, and what is measured on the way.
 *
 * <p>Nothing here prints: {@link dev.sluice.train.TrainingListener} is told what happens.
 */
package dev.sluice.train;
