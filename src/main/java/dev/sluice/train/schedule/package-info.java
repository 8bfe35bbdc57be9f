/**
 * Learning rate schedules. Begin with {@link dev.sluice.train.schedule.Schedule}, a pure function
 * of the step. This package imports no other package of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.train.schedule;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
