/**
 * The ready-made text classifier for reviews and other short texts: it trains a model on labelled
 * texts, evaluates it, and classifies new texts.
 *
 * <p>{@link dev.sluice.app.sentiment.model.SentimentModel} classifies texts. {@link
 * dev.sluice.app.sentiment.SentimentTraining} creates the model and the trainer from settings and
 * data. The commands are thin layers over these two.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.sentiment;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
