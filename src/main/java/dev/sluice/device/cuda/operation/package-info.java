/**
 * The GPU's operations, except recurrences: one class for each interface of {@code
 * dev.sluice.device}. An operation is one kernel of {@code kernels/} or a few. Matrix products are
 * {@link dev.sluice.device.cuda.operation.MatrixProducts} over cuBLAS. Must not know plans.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.operation;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
