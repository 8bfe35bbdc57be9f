/**
 * The CPU backend: float32 arrays on the heap, packed weights, the rows of a batch divided among
 * threads, and kernels on the Vector API, or plain loops where it is missing.
 *
 * <p>Begin with {@code CpuDevice}. The sub-packages are, from low to high: {@code kernel}
 * (innermost loops and packed matrices), {@code runtime} (threads, arrays, tensors), {@code
 * operation} (all operations except recurrences) and {@code recurrence} (plans and passes) with
 * {@code recurrence.step} (one timestep of each cell). A package imports only packages below it.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
