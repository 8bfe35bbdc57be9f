/**
 * The CPU backend: float32 arrays on the heap, packed weights, the rows of a batch divided among
 * threads, and kernels on the Vector API with plain loops where it is absent.
 *
 * <p>Begin with {@code CpuDevice}. Below it, each importing only those before it: {@code kernel}
 * (innermost loops and packed matrices), {@code runtime} (threads, arrays, tensors), {@code
 * operation} (all that is no recurrence), {@code recurrence} (plans and passes) with {@code
 * recurrence.step} (one step of each cell).
 */
package dev.sluice.device.cpu;
