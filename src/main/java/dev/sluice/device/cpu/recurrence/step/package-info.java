/**
 * What one step of each cell does between its input product and its output, forward and backward
 * side by side. Begin with {@link dev.sluice.device.cpu.recurrence.step.CellSteps} and {@code
 * LstmSteps}; an option of a cell is a class here. Knows no passes, shards or threads of a pass.
 */
package dev.sluice.device.cpu.recurrence.step;
