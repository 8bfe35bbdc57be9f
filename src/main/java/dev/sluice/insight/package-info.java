/**
 * Reports about training runs and trained models. Start reading at {@link
 * dev.sluice.insight.TrainingReport}: one HTML page that needs no network, no script and no font.
 *
 * <p>This package draws the curves as SVG itself. Chart libraries that use AWT fail on machines
 * without fonts.
 */
@NullMarked
package dev.sluice.insight;

import org.jspecify.annotations.NullMarked;
