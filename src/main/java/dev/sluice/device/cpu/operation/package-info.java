/**
 * The CPU's operations that are no recurrences: products, element-wise work, sequences, losses, and
 * the updates of optimizers; one class for each interface of {@code dev.sluice.device}. Knows no
 * plans.
 */
package dev.sluice.device.cpu.operation;
