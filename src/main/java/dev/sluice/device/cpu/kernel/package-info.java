/**
 * The innermost loops and the layouts of data that they read. Begin with {@link
 * dev.sluice.device.cpu.kernel.Kernels}, which {@code plain} and {@code vector} implement. Must not
 * import threads, tensors or plans.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.kernel;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
