/**
 * What is said of sequences, independent of cells, layers and devices: the {@link
 * dev.sluice.sequence.Direction} in which they are read, how far gradients flow back ({@link
 * dev.sluice.sequence.Bptt}), and how steps become one vector ({@link
 * dev.sluice.sequence.PoolingKind}). Imports nothing of Sluice.
 */
package dev.sluice.sequence;
