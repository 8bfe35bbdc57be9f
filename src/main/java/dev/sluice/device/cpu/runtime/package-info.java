/**
 * Threads, arrays and tensors of the CPU. Begin with {@link
 * dev.sluice.device.cpu.runtime.CpuBackend}, the device as operations and plans use it. Imports
 * {@code kernel} only.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.runtime;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
