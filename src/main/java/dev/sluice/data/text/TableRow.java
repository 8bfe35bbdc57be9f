package dev.sluice.data.text;

/**
 * One row of a table of texts.
 *
 * @param line line of the file on which the row begins, from 1
 * @param text the text
 * @param label the label as it was spelled, stripped; not missing
 */
record TableRow(long line, String text, String label) {}
