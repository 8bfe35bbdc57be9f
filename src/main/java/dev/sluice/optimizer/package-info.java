/**
 * Optimizers and gradient clipping. Begin with {@link dev.sluice.optimizer.OptimizerSpec}, which
 * describes an optimizer, and {@link dev.sluice.optimizer.Optimizer}.
 */
package dev.sluice.optimizer;
