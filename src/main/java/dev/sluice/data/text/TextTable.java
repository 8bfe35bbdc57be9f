package dev.sluice.data.text;

import dev.sluice.data.DataException;
import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import dev.sluice.file.FileFailure;
import dev.sluice.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a data set from tables of text and label, see {@link TextData#open}. */
final class TextTable {
  private final TextDataOptions options;
  private final List<String> notices = new ArrayList<>();

  private TextTable(TextDataOptions options) {
    this.options = options;
  }

  /** Reads one table and splits it by a hash of each text. */
  static TextSplits readAndSplit(Path file, TextDataOptions options) {
    TextTable table = new TextTable(options);
    List<TableRow> rows = table.rows(file);
    ClassNames classes = table.classes(file, rows);
    HashSplit split = HashSplit.of(table.labelled(file, rows, classes));
    return new TextSplits(
        classes.names(),
        split.train(),
        split.test(),
        "file " + name(file) + " (" + HashSplit.DESCRIPTION + ")",
        digest(file),
        table.notices);
  }

  /** Reads a training table and a test table; the training table defines the classes. */
  static TextSplits readPair(Path trainFile, Path testFile, TextDataOptions options) {
    TextTable table = new TextTable(options);
    List<TableRow> train = table.rows(trainFile);
    ClassNames classes = table.classes(trainFile, train);
    return new TextSplits(
        classes.names(),
        table.labelled(trainFile, train, classes),
        table.labelled(testFile, table.rows(testFile), classes),
        "files " + name(trainFile) + " and " + name(testFile),
        new Sha256().add(digest(trainFile)).add(digest(testFile)).hex(),
        table.notices);
  }

  private ClassNames classes(Path file, List<TableRow> rows) {
    ClassNames classes =
        options.classNames().isEmpty()
            ? ClassNames.ofRows(file, rows)
            : ClassNames.known(options.classNames());
    notices.addAll(classes.notices());
    return classes;
  }

  private List<TableRow> rows(Path path) {
    TableFormat format =
        TableFormat.of(path)
            .orElseThrow(
                () ->
                    new DataException(
                        path + ": expected a file ending in " + TableFormat.extensions()));
    TextFile file = new TextFile(path, options.encoding());
    TableColumns columns = TableColumns.of(options);
    ParsedTable table =
        format == TableFormat.JSON_LINES
            ? JsonLines.read(file, columns)
            : DelimitedFile.read(file, format, columns, options.delimiter());
    if (table.rows().isEmpty()) {
      throw new DataException(path + ": expected rows of text and label, found none");
    }
    notices.addAll(table.notices());
    return table.rows();
  }

  private List<LabelledText> labelled(Path file, List<TableRow> rows, ClassNames classes) {
    List<LabelledText> texts = new ArrayList<>(rows.size());
    for (TableRow row : rows) {
      int label = classes.index(row.label());
      if (label < 0) {
        throw new DataException(
            file
                + ":"
                + row.line()
                + ": expected one of the "
                + (options.classNames().isEmpty() ? "training labels " : "classes ")
                + Excerpt.of(classes.names())
                + ", found '"
                + Excerpt.of(row.label())
                + "'");
      }
      texts.add(new LabelledText(row.text(), label));
    }
    return texts;
  }

  /** Only the file name: models and reports record it, and the rest of the path is private. */
  private static Path name(Path file) {
    return file.toAbsolutePath().normalize().getFileName();
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
  }
}
