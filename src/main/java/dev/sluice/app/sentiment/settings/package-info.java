/**
 * The settings of a sentiment run, and the presets. Start reading at {@link
 * dev.sluice.app.sentiment.settings.SentimentSettings}. Must not import commands, files or devices.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.sentiment.settings;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
