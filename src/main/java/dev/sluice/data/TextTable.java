package dev.sluice.data;

import dev.sluice.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of text and label, as {@link TextData#open} describes them. */
final class TextTable {
  private static final int TEST_ONE_IN = 5;

  private TextTable() {}

  /** One table, part of it held out as the test split by a hash of each text. */
  static TextSplits readAndSplit(Path file) {
    List<TableRow> rows = rows(file);
    LabelNames classes = LabelNames.of(file, rows);
    List<LabelledText> train = new ArrayList<>();
    List<LabelledText> test = new ArrayList<>();
    for (LabelledText text : labelled(file, rows, classes)) {
      (isTest(text.text()) ? test : train).add(text);
    }
    return new TextSplits(
        classes.names(),
        train,
        test,
        String.format(
            Locale.ROOT, "file %s (1 in %d held out as test)", absolute(file), TEST_ONE_IN),
        digest(file));
  }

  /** Two tables; the first says which classes there are. */
  static TextSplits readPair(Path trainFile, Path testFile) {
    List<TableRow> train = rows(trainFile);
    LabelNames classes = LabelNames.of(trainFile, train);
    return new TextSplits(
        classes.names(),
        labelled(trainFile, train, classes),
        labelled(testFile, rows(testFile), classes),
        "files " + absolute(trainFile) + " and " + absolute(testFile),
        new Sha256().add(digest(trainFile)).add(digest(testFile)).hex());
  }

  private static List<TableRow> rows(Path file) {
    TableFormat format =
        TableFormat.of(file)
            .orElseThrow(
                () ->
                    new DataException(
                        file + ": expected a file ending in " + TableFormat.extensions()));
    List<TableRow> rows =
        format == TableFormat.JSON_LINES ? JsonLines.read(file) : DelimitedRows.read(file, format);
    if (rows.isEmpty()) {
      throw new DataException(file + ": expected rows of text and label, found none");
    }
    return rows;
  }

  private static List<LabelledText> labelled(Path file, List<TableRow> rows, LabelNames classes) {
    List<LabelledText> texts = new ArrayList<>(rows.size());
    for (TableRow row : rows) {
      int label = classes.index(row.label());
      if (label < 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s:%d: expected one of the training labels %s, found '%s'",
                file,
                row.line(),
                classes.names(),
                row.label()));
      }
      texts.add(new LabelledText(row.text(), label));
    }
    return texts;
  }

  private static boolean isTest(String text) {
    int hash = ByteBuffer.wrap(new Sha256().add(text).bytes()).getInt();
    return Integer.remainderUnsigned(hash, TEST_ONE_IN) == 0;
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + e, e);
    }
  }
}
