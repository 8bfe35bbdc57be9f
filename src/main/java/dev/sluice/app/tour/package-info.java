/**
 * The command {@code sluice tour}: one page with the article's story in measured pictures. Start
 * reading at {@link dev.sluice.app.tour.TourCommand}; the page itself is in {@code
 * dev.sluice.insight.tour}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.tour;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
