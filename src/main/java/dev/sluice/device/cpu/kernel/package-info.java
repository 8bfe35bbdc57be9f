/**
 * The innermost loops and the layouts of data that they read. Begin with {@link
 * dev.sluice.device.cpu.kernel.Kernels}, which {@code plain} and {@code vector} implement. Must not
 * import threads, tensors or plans.
 */
@NullMarked
package dev.sluice.device.cpu.kernel;

import org.jspecify.annotations.NullMarked;
