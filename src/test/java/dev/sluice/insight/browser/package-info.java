/**
 * Pages in a real browser. Start reading at {@link dev.sluice.insight.browser.PageChecks}: what
 * every page must satisfy. A new page adds itself to {@code PagesTest}.
 */
package dev.sluice.insight.browser;
