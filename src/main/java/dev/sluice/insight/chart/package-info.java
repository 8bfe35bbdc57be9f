/**
 * The charts of all pages. Start reading at {@link dev.sluice.insight.chart.Figure} for lines over
 * axes, {@link dev.sluice.insight.chart.HeatMap} for a matrix and {@link
 * dev.sluice.insight.chart.BarList} for a list of named numbers. May import {@code insight.page}
 * only.
 *
 * <p>The charts are written here as SVG and HTML, and not by a library: those for the JVM draw with
 * AWT, which fails on machines without fonts, and their drawings have fixed colours, sizes and
 * fonts. A chart here takes the colours and the font of its page, in light and dark, and a screen
 * reader reads its text.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.chart;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
