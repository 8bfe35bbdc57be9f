/**
 * The command {@code sluice cost}: what recurrent layers cost. Start reading at {@link
 * dev.sluice.app.cost.CostCommand}; the measurement itself is in {@code dev.sluice.insight.cost}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.cost;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
