/**
 * Batches on a device. Begin with {@link dev.sluice.train.batch.BatchLoader} and its two
 * implementations, for texts and for numeric sequences; which examples form a batch, {@link
 * dev.sluice.data.BatchSampler} says.
 */
package dev.sluice.train.batch;
