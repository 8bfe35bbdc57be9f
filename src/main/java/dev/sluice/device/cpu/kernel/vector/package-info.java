/**
 * The {@link dev.sluice.device.cpu.kernel.Kernels} on the Vector API. Begin with {@link
 * dev.sluice.device.cpu.kernel.vector.VectorKernels}. Matrix products are in {@code VectorGemm} and
 * {@code VectorMicroKernel}. Load a class of this package only if the module {@code
 * jdk.incubator.vector} is present. Imports {@code kernel} and {@code kernel.plain} only.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
