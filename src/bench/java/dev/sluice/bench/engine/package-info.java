/**
 * Compares engines on tasks: answers first, then times in alternating rounds. Begin with {@link
 * dev.sluice.bench.engine.TaskBenchmark}. {@link dev.sluice.bench.engine.EngineProcess} describes
 * the protocol of an engine in a process of its own. Which tasks, engines and reports there are is
 * decided in {@code dev.sluice.bench.compare} for the CPU and in {@code dev.sluice.bench.gpu}.
 */
package dev.sluice.bench.engine;
