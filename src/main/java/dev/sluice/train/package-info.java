/**
 * Training. Begin with {@link dev.sluice.train.Trainer}, the training loop. {@link
 * dev.sluice.train.TrainingStep} is a single step of it. Early stopping and checkpoints are here
 * too; a run that resumes from a checkpoint gives the same bits as one that never stopped.
 *
 * <p>{@code batch} loads batches, {@code schedule} gives the learning rate, {@code evaluation}
 * evaluates a model; none of these packages imports this one.
 *
 * <p>Nothing here prints. A {@link dev.sluice.train.TrainingListener} is called instead.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.train;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
