/**
 * The ready-made job that learns what reviews (or any short texts) say: from texts and labels to a
 * model file, its figures, and answers about new texts.
 *
 * <p>{@link dev.sluice.app.sentiment.model.SentimentModel} answers, {@link
 * dev.sluice.app.sentiment.SentimentTraining} puts settings, data and device together; the commands
 * are thin layers over the two.
 */
package dev.sluice.app.sentiment;
