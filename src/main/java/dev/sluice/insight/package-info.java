/**
 * The report of a training run. Start reading at {@link dev.sluice.insight.TrainingReport}: one
 * HTML page that needs no network, no script and no font.
 *
 * <p>{@code insight.page} and {@code insight.chart} have the parts of which all pages are made.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
