/**
 * Compares this engine's plans with PyTorch on one GPU. Begin with {@link
 * dev.sluice.bench.gpu.GpuBench}, the command.
 */
package dev.sluice.bench.gpu;
