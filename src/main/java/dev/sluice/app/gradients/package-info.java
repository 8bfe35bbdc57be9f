/**
 * The command {@code sluice gradients}: how far back the gradient of every cell reaches. Start
 * reading at {@link dev.sluice.app.gradients.GradientsCommand}; the experiment itself is in {@code
 * dev.sluice.insight.gradient}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.gradients;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
