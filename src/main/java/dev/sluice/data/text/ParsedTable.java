package dev.sluice.data.text;

import java.util.List;

/**
 * The rows of a table file, and notices about them.
 *
 * @param rows the rows, in order
 * @param notices readable lines
 */
record ParsedTable(List<TableRow> rows, List<String> notices) {}
