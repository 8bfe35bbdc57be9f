/**
 * Batches on a device and their loaders. Begin with {@link dev.sluice.train.batch.BatchLoader}; it
 * has two implementations, for texts and for numeric sequences. {@link
 * dev.sluice.data.BatchSampler} decides which examples form a batch.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.train.batch;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
