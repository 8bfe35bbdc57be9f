/**
 * Compares this engine with others on the same workloads, each in a process of its own. Begin with
 * {@link dev.sluice.bench.compare.CompareBench}, the command.
 */
package dev.sluice.bench.compare;
