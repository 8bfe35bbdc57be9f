/**
 * How far back in time a gradient reaches: measured for every cell, at initialization, after
 * training, and with recurrent weights that make it explode.
 *
 * <p>{@link dev.sluice.insight.gradient.StateGradientProbe} measures one model. {@link
 * dev.sluice.insight.gradient.GradientExperiment} measures all cells and gives a {@link
 * dev.sluice.insight.gradient.GradientReport}; {@link dev.sluice.insight.gradient.GradientPage}
 * shows it.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.gradient;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
