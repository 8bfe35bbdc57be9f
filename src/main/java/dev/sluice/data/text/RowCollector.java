package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of one table and refuses or leaves out what is no example. */
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
   * Adds a row, unless it repeats the header, as in tables that were joined.
   *
   * @throws DataException naming file and line, when it has no label or is another header
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

  /** What was left out, one line for each kind. */
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
