package dev.sluice.data.text;

import dev.sluice.data.DataException;
import dev.sluice.dependency.OptionalLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a CSV or TSV file: detects its syntax, then reads its rows. */
final class DelimitedFile {
  /** A first line as Excel writes it, which gives the delimiter. */
  private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=(.)\"?");

  private static final List<Character> COMMON = List.of(',', ';', '\t', '|');

  private final TextFile file;
  private final TableColumns columns;
  private final Optional<Character> given;
  private final List<String> notices = new ArrayList<>();

  private DelimitedFile(TextFile file, TableColumns columns, Optional<Character> given) {
    this.file = file;
    this.columns = columns;
    this.given = given;
  }

  /**
   * Reads all rows in order; empty lines are skipped.
   *
   * @param given the delimiter; if empty, it is detected. In both formats a first line such as
   *     {@code sep=;} sets it. Otherwise it is a tab in TSV; in CSV it is the one for which the
   *     first line is a header, or else the comma
   * @throws DataException naming file and line
   */
  static ParsedTable read(
      TextFile file, TableFormat format, TableColumns columns, Optional<Character> given) {
    OptionalLibrary.COMMONS_CSV.require();
    return new DelimitedFile(file, columns, given).read(format == TableFormat.TSV);
  }

  private ParsedTable read(boolean tabs) {
    DelimitedSyntax syntax = syntax(tabs);
    ParsedTable table = syntax.quoted() ? rows(syntax) : rowsWithOrWithoutQuotes(syntax);
    List<String> all = new ArrayList<>(notices);
    all.addAll(table.notices());
    return new ParsedTable(table.rows(), all);
  }

  private ParsedTable rows(DelimitedSyntax syntax) {
    return DelimitedRows.read(file, columns, syntax);
  }

  /**
   * Reads without quotes first, since most TSV files have none; reads again with quotes if that
   * fails or if labels are in quotes, as spreadsheets write them.
   */
  private ParsedTable rowsWithOrWithoutQuotes(DelimitedSyntax syntax) {
    DataException unquotedFailure;
    try {
      ParsedTable table = rows(syntax);
      if (table.rows().stream().noneMatch(row -> isQuoted(row.label()))) {
        return table;
      }
      unquotedFailure = null;
    } catch (DataException e) {
      unquotedFailure = e;
    }
    try {
      ParsedTable table = rows(syntax.withQuotes());
      notices.add(name() + ": fields in quotes");
      return table;
    } catch (DataException e) {
      throw unquotedFailure == null ? e : unquotedFailure;
    }
  }

  private static boolean isQuoted(String label) {
    return label.length() > 1 && label.startsWith("\"") && label.endsWith("\"");
  }

  private DelimitedSyntax syntax(boolean tabs) {
    Optional<Character> declared = declared();
    int linesBefore = declared.isPresent() ? 1 : 0;
    DelimitedSyntax usual = new DelimitedSyntax(tabs ? '\t' : ',', !tabs, linesBefore);
    if (given.isPresent()) {
      return usual.withDelimiter(given.get());
    }
    if (declared.isPresent()) {
      return usual.withDelimiter(declared.get());
    }
    if (tabs) {
      return usual;
    }
    for (char delimiter : COMMON) {
      DelimitedSyntax candidate = usual.withDelimiter(delimiter);
      if (DelimitedRows.hasHeader(file, columns, candidate)) {
        if (delimiter != usual.delimiter()) {
          notices.add(name() + ": columns separated by " + (delimiter == '\t' ? "tab" : delimiter));
        }
        return candidate;
      }
    }
    return usual;
  }

  private Optional<Character> declared() {
    try (BufferedReader in = file.open()) {
      char[] start = new char[16];
      int length = Math.max(0, in.read(start));
      String line = new String(start, 0, length).split("\\R", 2)[0];
      Matcher matcher = SEPARATOR_LINE.matcher(line);
      return matcher.matches() ? Optional.of(matcher.group(1).charAt(0)) : Optional.empty();
    } catch (IOException e) {
      throw file.failure(e);
    }
  }

  private String name() {
    return file.path().getFileName().toString();
  }
}
