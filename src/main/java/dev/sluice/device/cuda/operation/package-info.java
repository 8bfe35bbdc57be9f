/**
 * The GPU's operations that are no recurrences, each one kernel of {@code kernels/} or a few; one
 * class for each interface of {@code dev.sluice.device}. Matrix products are {@link
 * dev.sluice.device.cuda.operation.MatrixProducts} over cuBLAS. Knows no plans.
 */
package dev.sluice.device.cuda.operation;
