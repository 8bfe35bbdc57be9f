/**
 * This engine's plans beside PyTorch on one GPU, in turn; {@link dev.sluice.bench.gpu.GpuBench} is
 * the command.
 */
package dev.sluice.bench.gpu;
