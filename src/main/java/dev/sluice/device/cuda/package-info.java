/**
 * The NVIDIA backend: JCuda's driver binding, cuBLAS products, cuDNN, and the kernels in {@code
 * kernels/}.
 *
 * <p>Begin with {@code CudaDevice}. Below it, each importing only those before it: {@code library}
 * (finds and loads NVIDIA's libraries), {@code image} (brings the kernels to a GPU), {@code driver}
 * (context, stream, memory, launches, tensors), {@code operation} (all that is no recurrence),
 * {@code recurrence} (the plans step by step and as graphs), {@code cudnn} (the plan that asks
 * cuDNN).
 */
package dev.sluice.device.cuda;
