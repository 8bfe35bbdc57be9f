/**
 * Threads, arrays and tensors of the CPU. Begin with {@link
 * dev.sluice.device.cpu.runtime.CpuBackend}, the device as operations and plans use it. Imports
 * {@code kernel} only.
 */
@NullMarked
package dev.sluice.device.cpu.runtime;

import org.jspecify.annotations.NullMarked;
