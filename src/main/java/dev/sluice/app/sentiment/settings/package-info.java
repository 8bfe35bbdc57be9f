/**
 * What a sentiment run can be told, and the presets. Begin with {@link
 * dev.sluice.app.sentiment.settings.SentimentSettings}. Knows no commands, files or devices.
 */
package dev.sluice.app.sentiment.settings;
