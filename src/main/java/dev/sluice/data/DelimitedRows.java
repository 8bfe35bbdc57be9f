package dev.sluice.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of a CSV or TSV file. */
final class DelimitedRows {
  // Empty lines are skipped here and not by the parser, which would lose count of the lines.
  private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
  private static final CSVFormat TSV = CSV.builder().setDelimiter('\t').setQuote(null).get();

  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<TableRow> rows = new ArrayList<>();
  private long line;
  private int width;
  private int textColumn;
  private int labelColumn;

  private DelimitedRows(Path file, CSVParser parser) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
  }

  /**
   * All rows in order; empty lines are skipped.
   *
   * @throws DataException naming file and line
   */
  static List<TableRow> read(Path file, TableFormat format) {
    CSVFormat syntax = format == TableFormat.TSV ? TSV : CSV;
    try (BufferedReader in = Utf8.open(file);
        CSVParser parser = CSVParser.builder().setReader(in).setFormat(syntax).get()) {
      return new DelimitedRows(file, parser).readAll();
    } catch (IOException e) {
      throw Utf8.failure(file, e);
    }
  }

  private List<TableRow> readAll() throws IOException {
    CSVRecord first = next();
    if (first == null) {
      throw new DataException(file + ":1: expected a header or a row, found nothing");
    }
    boolean header = findColumns(first);
    if (!header) {
      add(first);
    }
    for (CSVRecord record = next(); record != null; record = next()) {
      add(record);
    }
    if (!header) {
      refuseUnknownHeader(first);
    }
    return rows;
  }

  /**
   * The next record that is no empty line, {@link #line} being where it begins; null at the end.
   */
  private CSVRecord next() throws IOException {
    try {
      CSVRecord record;
      do {
        line = parser.getCurrentLineNumber() + 1;
        record = records.hasNext() ? records.next() : null;
      } while (record != null && record.size() == 1 && record.get(0).isEmpty());
      return record;
    } catch (UncheckedIOException e) {
      if (Utf8.isCodingError(e)) {
        throw e.getCause();
      }
      throw new DataException(
          file + ":" + line + ": malformed row: " + e.getCause().getMessage(), e);
    }
  }

  /**
   * Sets the columns from a header, or takes the first line for a row; returns whether it was a
   * header.
   */
  private boolean findColumns(CSVRecord first) {
    width = first.size();
    textColumn = -1;
    labelColumn = -1;
    for (int i = 0; i < width; i++) {
      if (TableColumns.isText(first.get(i))) {
        textColumn = only(textColumn, i, first);
      } else if (TableColumns.isLabel(first.get(i))) {
        labelColumn = only(labelColumn, i, first);
      }
    }
    if (textColumn >= 0 && labelColumn >= 0) {
      return true;
    }
    if (textColumn >= 0 || labelColumn >= 0 || width != 2) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:1: expected a header with %s, or two columns without a header (text, label); found %s",
              file,
              TableColumns.EXPECTED,
              abbreviate(Arrays.toString(first.values()))));
    }
    textColumn = 0;
    labelColumn = 1;
    return false;
  }

  private int only(int earlier, int column, CSVRecord header) {
    if (earlier >= 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:1: expected %s, each once; found %s and %s",
              file,
              TableColumns.EXPECTED,
              header.get(earlier),
              header.get(column)));
    }
    return column;
  }

  private void add(CSVRecord record) {
    if (record.size() != width) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:%d: expected %d columns as on line 1, found %d",
              file,
              line,
              width,
              record.size()));
    }
    String label = record.get(labelColumn).strip();
    if (label.isEmpty()) {
      throw new DataException(file + ":" + line + ": expected a label, found nothing");
    }
    rows.add(new TableRow(line, record.get(textColumn), label));
  }

  /** A header with other names would pass for a row, the only one of its class. */
  private void refuseUnknownHeader(CSVRecord first) {
    String label = rows.get(0).label();
    boolean alone = rows.stream().skip(1).noneMatch(row -> row.label().equals(label));
    if (alone && rows.size() > 1 && !LabelNames.isPolarity(label)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:1: no other row has the label '%s': this looks like a header, which needs %s; found %s",
              file,
              label,
              TableColumns.EXPECTED,
              abbreviate(Arrays.toString(first.values()))));
    }
  }

  private static String abbreviate(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }
}
