/**
 * {@link dev.sluice.device.cpu.kernel.Kernels} as plain loops, in forms that the compiler turns
 * into vectors. Begin with {@link dev.sluice.device.cpu.kernel.plain.PlainKernels}; matrix products
 * are {@code PlainGemm} over {@code PlainMicroKernel}.
 */
package dev.sluice.device.cpu.kernel.plain;
