package dev.sluice.data.text;

/**
 * One row of a table of texts.
 *
 * @param line line of the file where the row starts, from 1
 * @param text the text
 * @param label the trimmed label, in its original spelling; never empty
 */
record TableRow(long line, String text, String label) {}
