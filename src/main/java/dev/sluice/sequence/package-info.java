/**
 * Settings of sequence processing that do not depend on cells, layers or devices: the {@link
 * dev.sluice.sequence.Direction} of reading, the reach of gradients ({@link
 * dev.sluice.sequence.Bptt}) and the reduction over time ({@link dev.sluice.sequence.PoolingKind}).
 * Imports no package of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.sequence;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
