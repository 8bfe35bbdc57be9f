/**
 * The page of an inspected text. Start reading at {@link
 * dev.sluice.insight.inspect.page.InspectionPage}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.inspect.page;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
