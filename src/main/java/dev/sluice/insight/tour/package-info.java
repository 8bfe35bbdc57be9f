/**
 * One page that tells the article's story with measured pictures: short-term memory, vanishing
 * gradients, gates, the GRU, and what it is good for. Begin with {@link
 * dev.sluice.insight.tour.TourPage}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.tour;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
