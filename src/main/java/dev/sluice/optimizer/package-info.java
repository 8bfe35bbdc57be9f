/**
 * Optimizers and gradient clipping. Begin with {@link dev.sluice.optimizer.OptimizerSpec}, which
 * describes an optimizer, and {@link dev.sluice.optimizer.Optimizer}.
 */
@NullMarked
package dev.sluice.optimizer;

import org.jspecify.annotations.NullMarked;
