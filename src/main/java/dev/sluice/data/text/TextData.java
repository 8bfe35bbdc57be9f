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

/** Opens the user's own data sets for text classification, in any of the supported formats. */
public final class TextData {
  private TextData() {}

  /** Opens a data set with default options; see {@link #open(Path, TextDataOptions)}. */
  public static TextSplits open(Path path) {
    return open(path, TextDataOptions.defaults());
  }

  /**
   * Opens a data set. The path is one of:
   *
   * <ul>
   *   <li>A table: a file {@code .csv} (RFC 4180, quoted), {@code .tsv} (tabs, with or without
   *       quotes), or {@code .jsonl}, {@code .ndjson}, {@code .json} (one JSON object per line). It
   *       has a column {@code text} or {@code review} and a column {@code label} or {@code
   *       sentiment}. A CSV or TSV file without a header has two columns, text first. The delimiter
   *       of CSV may also be a semicolon, a tab or a bar, if the header shows it, or be set by a
   *       first line such as {@code sep=;}.
   *   <li>A folder with a table {@code train.*} and a table {@code test.*}.
   *   <li>A folder with folders {@code train} and {@code test}. Each has one folder per class,
   *       named like the class, with one file {@code *.txt} per text. An example is {@code
   *       aclImdb}, the Large Movie Review Dataset. If there are {@code neg} and {@code pos}, all
   *       other folders are left out.
   *   <li>A folder that has such folders of classes itself.
   * </ul>
   *
   * <p>The labels 0/1, neg/pos and negative/positive become the classes negative (0) and positive
   * (1). Any other 2 to 1,000 different labels become classes in alphabetical order. Spellings that
   * differ only in case, white space or Unicode form are one class, named by the most frequent
   * spelling; {@link TextSplits#notices} lists them. A label that means a missing value ({@code
   * nan}, {@code null}, {@code None}, ...) is refused. A row that repeats the header is left out.
   *
   * <p>A single table or a single folder of classes has no split. Then one fifth of the texts,
   * chosen by the SHA-256 of each text, becomes the test split. So a text stays in its split when
   * other texts are added, and copies of a text are never in both splits.
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
    return TextTable.readPair(
        requireSingle(path, "train", train), requireSingle(path, "test", test), options);
  }

  /** Unlike {@link Files#exists}, tells a missing file from one that may not be read. */
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

  private static Path requireSingle(Path folder, String name, List<Path> found) {
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
