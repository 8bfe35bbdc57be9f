/**
 * One timestep of each cell after the input product, forward and backward. Begin with {@link
 * dev.sluice.device.cpu.recurrence.step.CellSteps} and {@code LstmSteps}. Each option of a cell is
 * a class here. Must not import passes, shards or plans.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
