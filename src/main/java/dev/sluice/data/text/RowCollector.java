package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows of a table; refuses or leaves out rows that are not examples. */
final class RowCollector {
  private final Path file;
  private final TableColumns columns;
  private final List<TableRow> rows = new ArrayList<>();
  private long repeatedHeaders;
  private long firstRepeated;

  RowCollector(Path file, TableColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Adds a row. A row that repeats the header is left out; concatenated tables have such rows.
   *
   * @throws DataException naming file and line, if the row has no label or is another header
   */
  void add(long line, String text, String label) {
    if (columns.isText(text) && columns.isLabel(label)) {
      firstRepeated = repeatedHeaders == 0 ? line : firstRepeated;
      repeatedHeaders++;
      return;
    }
    if (columns.isLabel(text) && columns.isText(label)) {
      throw new DataException(
          file + ":" + line + ": expected a row, found a header with its columns in another order");
    }
    rows.add(new TableRow(line, text, LabelParser.require(file + ":" + line, label)));
  }

  List<TableRow> rows() {
    return rows;
  }

  /** One line for each kind of row that was left out. */
  List<String> notices() {
    return repeatedHeaders == 0
        ? List.of()
        : List.of(
            file.getFileName()
                + ":"
                + firstRepeated
                + ": repeats the header; left out"
                + (repeatedHeaders == 1 ? "" : ", like " + (repeatedHeaders - 1) + " more"));
  }
}
