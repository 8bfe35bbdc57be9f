/**
 * The innermost loops and the forms of data that they read. Begin with {@link
 * dev.sluice.device.cpu.kernel.Kernels}, which {@code plain} and {@code vector} implement. Knows no
 * threads, tensors or plans.
 */
package dev.sluice.device.cpu.kernel;
