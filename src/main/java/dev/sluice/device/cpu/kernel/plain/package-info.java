/**
 * The {@link dev.sluice.device.cpu.kernel.Kernels} as plain loops that the compiler vectorises.
 * Begin with {@link dev.sluice.device.cpu.kernel.plain.PlainKernels}. Matrix products are in {@code
 * PlainGemm} and {@code PlainMicroKernel}. Imports {@code kernel} only.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
