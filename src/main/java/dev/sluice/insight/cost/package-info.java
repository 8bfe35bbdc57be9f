/**
 * What recurrent layers cost: parameters, multiply-adds, memory for the backward pass, and measured
 * time. Begin with {@link dev.sluice.insight.cost.CostExperiment}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.cost;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
