/**
 * The trained sentiment model, which classifies texts, and its metadata in model files. Start
 * reading at {@link dev.sluice.app.sentiment.model.SentimentModel}. Must not import commands or
 * training.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.sentiment.model;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
