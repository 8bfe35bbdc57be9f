/**
 * Descriptions of recurrent cells: equations, options, gate order, names and shapes of parameters.
 * Begin with {@link dev.sluice.cell.Cell} and {@link dev.sluice.cell.Lstm}. Nothing here computes
 * on tensors; the backends do.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.cell;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
