/**
 * How time and memory grow on the CPU. {@link dev.sluice.bench.growth.GrowthBench} is the command.
 */
package dev.sluice.bench.growth;
