/**
 * A GPU through the CUDA driver: context, stream, memory pool, launches, tensors and exceptions.
 * Begin with {@link dev.sluice.device.cuda.driver.CudaBackend}, the interface that operations and
 * plans see, and its {@link dev.sluice.device.cuda.driver.DeviceLock}. Must not know any operation.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.driver;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
