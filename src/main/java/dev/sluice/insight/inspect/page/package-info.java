/**
 * The page of an inspected text. Start reading at {@link
 * dev.sluice.insight.inspect.page.InspectionPage}.
 */
@NullMarked
package dev.sluice.insight.inspect.page;

import org.jspecify.annotations.NullMarked;
