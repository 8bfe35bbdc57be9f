package dev.sluice.data.text;

import dev.sluice.data.DataException;
import dev.sluice.data.TextSplits;
import dev.sluice.file.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** Opens text classification data of the user's own, whichever of the known forms it has. */
public final class TextData {
  private TextData() {}

  /**
   * Reads a data set that says all of its form itself; see {@link #open(Path, TextDataOptions)}.
   */
  public static TextSplits open(Path path) {
    return open(path, TextDataOptions.defaults());
  }

  /**
   * Reads a data set. The path is one of
   *
   * <ul>
   *   <li>a table: a file {@code .csv} (RFC 4180, quoted), {@code .tsv} (tabs, quoted or not), or
   *       {@code .jsonl}, {@code .ndjson}, {@code .json} (one JSON object a line), with a column
   *       {@code text} or {@code review} and a column {@code label} or {@code sentiment}; or CSV or
   *       TSV without a header and with two columns, text first. Columns may also be separated by
   *       what a first line such as {@code sep=;} names, or by a semicolon, tab or bar where the
   *       header shows it;
   *   <li>a folder that holds a table {@code train.*} and a table {@code test.*};
   *   <li>a folder with {@code train} and {@code test}, in each a folder named like each class, in
   *       each a file {@code *.txt} for each text, such as {@code aclImdb} of the Large Movie
   *       Review Dataset; where there are {@code neg} and {@code pos}, others are left out;
   *   <li>a folder that holds such folders of classes itself.
   * </ul>
   *
   * <p>Labels spelled 0/1, neg/pos or negative/positive become the classes negative (0) and
   * positive (1); any other two to 1,000 different names become classes in the order of their text.
   * Spellings that differ only in capital letters, white space or Unicode's form are one class,
   * named like the most frequent of them; {@link TextSplits#notices} says so. A label that stands
   * for a missing one ({@code nan}, {@code null}, {@code None}, ...) is refused, a row that repeats
   * the header is left out.
   *
   * <p>A single table or folder of classes has no split: the fifth of its texts that hash into that
   * part (by SHA-256) becomes the test split. So a text falls in the same part whatever else the
   * data hold, and copies of one text never fall in both.
   *
   * @throws DataException naming file and line, what was expected and what was found
   */
  public static TextSplits open(Path path, TextDataOptions options) {
    requireThere(path);
    if (!Files.isDirectory(path)) {
      return TextTable.readAndSplit(path, options);
    }
    if (TextFolder.hasSplits(path)) {
      return TextFolder.readSplits(path, options);
    }
    List<Path> train = tables(path, "train");
    List<Path> test = tables(path, "test");
    if (train.isEmpty() && test.isEmpty() && TextFolder.hasClasses(path)) {
      return TextFolder.readAndSplit(path, options);
    }
    return TextTable.readPair(theOnly(path, "train", train), theOnly(path, "test", test), options);
  }

  /** Unlike {@link Files#exists} it does not take what may not be seen for missing. */
  private static void requireThere(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new DataException(path + ": " + FileFailure.reason(e), e);
    }
  }

  private static List<Path> tables(Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "."))
          .filter(file -> TableFormat.of(file).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list " + folder + ": " + FileFailure.reason(e), e);
    }
  }

  private static Path theOnly(Path folder, String name, List<Path> found) {
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new DataException(
        folder
            + ": expected folders named like the classes, also within train and test, or one file"
            + " train.* and one file test.* ("
            + TableFormat.extensions()
            + "); found "
            + (found.isEmpty()
                ? "no " + name + ".*"
                : "several: " + Excerpt.of(found.stream().map(Path::toString).toList())));
  }
}
