/**
 * A trained sentiment model that answers about texts: {@link
 * dev.sluice.app.sentiment.model.SentimentModel}, and what it adds to a model file. Knows no
 * commands and no training.
 */
package dev.sluice.app.sentiment.model;
