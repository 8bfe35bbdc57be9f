/**
 * The engine beside others on the same work, each in a process of its own, in turn. {@link
 * dev.sluice.bench.compare.CompareBench} is the command.
 */
package dev.sluice.bench.compare;
