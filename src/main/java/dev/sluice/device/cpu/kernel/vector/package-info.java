/**
 * {@link dev.sluice.device.cpu.kernel.Kernels} on the Vector API. Begin with {@link
 * dev.sluice.device.cpu.kernel.vector.VectorKernels}; matrix products are {@code VectorGemm} over
 * {@code VectorMicroKernel}. Load a class of this package only where the module {@code
 * jdk.incubator.vector} is present.
 */
package dev.sluice.device.cpu.kernel.vector;
