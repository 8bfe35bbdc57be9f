/**
 * The parts of which all pages are made. Start reading at {@link dev.sluice.insight.page.HtmlPage},
 * then {@link dev.sluice.insight.page.PagePart}. {@link dev.sluice.insight.page.Markup} is the only
 * place that writes source. Must not import other packages of {@code insight}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.page;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
