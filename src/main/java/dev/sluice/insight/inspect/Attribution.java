package dev.sluice.insight.inspect;

/**
 * The contributions of the tokens of one text.
 *
 * @param predicted the class that the model predicts for the text
 * @param contributions to the log odds of this class
 */
record Attribution(int predicted, Contributions contributions) {}
