/**
 * The trained sentiment model, which classifies texts, and its metadata in model files. Start
 * reading at {@link dev.sluice.app.sentiment.model.SentimentModel}. Must not import commands or
 * training.
 */
package dev.sluice.app.sentiment.model;
