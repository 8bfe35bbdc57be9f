package dev.sluice.data.text;

import java.util.List;

/**
 * The rows of a table, and what its reader has to say of them.
 *
 * @param rows in order
 * @param notices one line each, for people
 */
record ParsedTable(List<TableRow> rows, List<String> notices) {}
