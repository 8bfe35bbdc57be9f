/**
 * The NVIDIA backend: JCuda's driver binding, cuBLAS products, cuDNN, and the kernels in {@code
 * kernels/}.
 *
 * <p>Begin with {@code CudaDevice}. Below it, each importing only those before it: {@code library}
 * (finds and loads NVIDIA's libraries), {@code image} (brings the kernels to a GPU), {@code driver}
 * (context, stream, memory, launches, tensors), {@code operation} (all operations except
 * recurrences), {@code recurrence} (the plans that run step by step or as recorded graphs), {@code
 * cudnn} (the plan that calls cuDNN).
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
