/** PyTorch through DJL, for {@link dev.sluice.bench.compare.CompareBench}. */
package dev.sluice.bench.djl;
