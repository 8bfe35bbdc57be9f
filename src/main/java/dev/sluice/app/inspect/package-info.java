/**
 * The command {@code sluice inspect}: what a trained model does with a text. Start reading at
 * {@link dev.sluice.app.inspect.InspectCommand}; the analysis itself is in {@code
 * dev.sluice.insight.inspect}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.inspect;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
