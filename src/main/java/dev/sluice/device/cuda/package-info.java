/**
 * The NVIDIA backend: JCuda's driver binding, cuBLAS products, and the kernels in {@code kernels/}.
 */
package dev.sluice.device.cuda;
