/**
 * Optimizers and gradient clipping. Begin with {@link dev.sluice.optimizer.OptimizerSpec}, which
 * describes an optimizer, and {@link dev.sluice.optimizer.Optimizer}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.optimizer;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
