package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a CSV or TSV file with a known syntax. */
final class DelimitedRows {
  private final TextFile file;
  private final TableColumns columns;
  private final RowCollector collector;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final long linesBefore;
  private long line;
  private int width;
  private int textColumn = -1;
  private int labelColumn = -1;

  private DelimitedRows(
      TextFile file, TableColumns columns, CSVParser parser, DelimitedSyntax syntax) {
    this.file = file;
    this.columns = columns;
    this.collector = new RowCollector(file.path(), columns);
    this.parser = parser;
    this.records = parser.iterator();
    this.linesBefore = syntax.linesBefore();
  }

  /**
   * Reads all rows in order; empty lines are skipped.
   *
   * @throws DataException naming file and line
   */
  static ParsedTable read(TextFile file, TableColumns columns, DelimitedSyntax syntax) {
    try (BufferedReader in = file.open();
        CSVParser parser = syntax.parser(in)) {
      return new DelimitedRows(file, columns, parser, syntax).readAll();
    } catch (IOException e) {
      throw file.failure(e);
    }
  }

  /** Whether with this syntax the first row is a header with both columns. */
  static boolean hasHeader(TextFile file, TableColumns columns, DelimitedSyntax syntax) {
    try (BufferedReader in = file.open();
        CSVParser parser = syntax.parser(in)) {
      DelimitedRows rows = new DelimitedRows(file, columns, parser, syntax);
      CSVRecord first = rows.next();
      return first != null
          && first.stream().anyMatch(columns::isText)
          && first.stream().anyMatch(columns::isLabel);
    } catch (IOException e) {
      throw file.failure(e);
    } catch (DataException e) {
      return false;
    }
  }

  private ParsedTable readAll() throws IOException {
    CSVRecord first = next();
    if (first == null) {
      throw new DataException(file.path() + ":1: expected a header or a row, found nothing");
    }
    boolean header = findColumns(first);
    if (!header) {
      add(first);
    }
    for (CSVRecord record = next(); record != null; record = next()) {
      add(record);
    }
    if (!header) {
      refuseOtherDelimiter();
      refuseUnknownHeader(first);
    }
    return new ParsedTable(collector.rows(), collector.notices());
  }

  /**
   * Returns the next record that is not an empty line, and sets {@link #line} to its first line;
   * null at the end.
   */
  private @Nullable CSVRecord next() throws IOException {
    try {
      CSVRecord record;
      do {
        line = linesBefore + parser.getCurrentLineNumber() + 1;
        record = records.hasNext() ? records.next() : null;
      } while (record != null && record.size() == 1 && record.get(0).isEmpty());
      return record;
    } catch (UncheckedIOException e) {
      if (TextFile.isCodingError(e)) {
        throw Objects.requireNonNull(e.getCause());
      }
      throw new DataException(
          file.path()
              + ":"
              + line
              + ": malformed row: "
              + Excerpt.of(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage())),
          e);
    }
  }

  /**
   * Finds the columns in the first row. Returns whether it is a header; if not, it is a row of
   * data.
   */
  private boolean findColumns(CSVRecord first) {
    width = first.size();
    for (int i = 0; i < width; i++) {
      if (columns.isText(first.get(i))) {
        textColumn = only(textColumn, i, first);
      } else if (columns.isLabel(first.get(i))) {
        labelColumn = only(labelColumn, i, first);
      }
    }
    if (textColumn >= 0 && labelColumn >= 0) {
      return true;
    }
    boolean named = textColumn >= 0 || labelColumn >= 0;
    textColumn = columns.textIndex().orElse(0);
    labelColumn = columns.labelIndex().orElse(1);
    boolean numbered = columns.textIndex().isPresent() && columns.labelIndex().isPresent();
    boolean plain = !columns.areGiven() && width == 2;
    if (named || !numbered && !plain || Math.max(textColumn, labelColumn) >= width) {
      throw new DataException(
          file.path()
              + ":"
              + line
              + ": expected a header with "
              + columns.expected()
              + ", or two columns without a header (text, label); found "
              + Excerpt.of(first.toList())
              + (width == 1 ? "; is another character the delimiter?" : ""));
    }
    return false;
  }

  private int only(int earlier, int column, CSVRecord header) {
    if (earlier >= 0) {
      throw new DataException(
          file.path()
              + ":"
              + line
              + ": expected "
              + columns.expected()
              + ", each once; found "
              + Excerpt.of(header.get(earlier))
              + " and "
              + Excerpt.of(header.get(column)));
    }
    return column;
  }

  private void add(CSVRecord record) {
    if (record.size() != width) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:%d: expected %d columns as on line %d, found %d",
              file.path(),
              line,
              width,
              linesBefore + 1,
              record.size()));
    }
    collector.add(line, record.get(textColumn), record.get(labelColumn));
  }

  /**
   * Refuses a header with unknown names: it would be read as a row, the only one with its label.
   */
  private void refuseUnknownHeader(CSVRecord first) {
    List<TableRow> rows = collector.rows();
    if (rows.size() < 2) {
      return;
    }
    String label = rows.get(0).label();
    boolean alone = rows.stream().skip(1).noneMatch(row -> row.label().equals(label));
    if (alone && !ClassNames.isPolarity(label)) {
      throw new DataException(
          file.path()
              + ":"
              + rows.get(0).line()
              + ": no other row has the label '"
              + Excerpt.of(label)
              + "': this looks like a header, which needs "
              + columns.expected()
              + "; found "
              + Excerpt.of(first.toList()));
    }
  }

  /** Refuses a wrong delimiter: texts that contain it once would be read as rows of two columns. */
  private void refuseOtherDelimiter() {
    List<TableRow> rows = collector.rows();
    for (char other : new char[] {';', '\t', '|'}) {
      if (!rows.isEmpty() && rows.stream().allMatch(row -> row.label().indexOf(other) >= 0)) {
        throw new DataException(
            file.path()
                + ":"
                + rows.get(0).line()
                + ": every label holds '"
                + other
                + "', such as '"
                + Excerpt.of(rows.get(0).label())
                + "'; is that the delimiter?");
      }
    }
  }
}
