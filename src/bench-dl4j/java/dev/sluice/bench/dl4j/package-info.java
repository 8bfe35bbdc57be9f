/** Deeplearning4j, for {@link dev.sluice.bench.compare.CompareBench}. */
package dev.sluice.bench.dl4j;
