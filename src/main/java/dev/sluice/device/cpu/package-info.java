/**
 * The CPU backend: float32 arrays on the heap, packed weights, batch shards over a pool of threads,
 * and kernels on the Vector API with a plain fallback.
 */
package dev.sluice.device.cpu;
