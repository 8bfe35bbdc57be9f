package dev.sluice.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Opens text classification data of the user's own, whichever of the known forms it has. */
public final class TextData {
  private TextData() {}

  /**
   * Reads a data set. The path is one of
   *
   * <ul>
   *   <li>the folder {@code aclImdb} of the Large Movie Review Dataset: {@code train/neg/*.txt},
   *       {@code train/pos}, {@code test/neg}, {@code test/pos};
   *   <li>a table: a file {@code .csv} (RFC 4180, quoted), {@code .tsv} (tabs, no quoting), or
   *       {@code .jsonl}, {@code .ndjson}, {@code .json} (one JSON object a line), in UTF-8, with a
   *       column {@code text} or {@code review} and a column {@code label} or {@code sentiment}; or
   *       CSV or TSV without a header and with two columns, text first;
   *   <li>a folder that holds a table {@code train.*} and a table {@code test.*}.
   * </ul>
   *
   * <p>Labels spelled 0/1, neg/pos or negative/positive become the classes negative (0) and
   * positive (1); any other two to 1,000 different names become classes in the order of their text.
   *
   * <p>A single table has no split: the fifth of its rows whose text hashes into that part (by
   * SHA-256) becomes the test split. So a row falls in the same part whatever else the table holds,
   * and copies of one text never fall in both.
   *
   * @throws DataException naming file and line, what was expected and what was found
   */
  public static TextSplits open(Path path) {
    if (Files.isDirectory(path)) {
      if (TextFolder.recognises(path)) {
        return TextFolder.read(path);
      }
      return TextTable.readPair(theTable(path, "train"), theTable(path, "test"));
    }
    if (!Files.exists(path)) {
      throw new DataException(path + ": no such file or folder");
    }
    return TextTable.readAndSplit(path);
  }

  private static Path theTable(Path folder, String name) {
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found =
          files
              .filter(file -> file.getFileName().toString().startsWith(name + "."))
              .filter(file -> TableFormat.of(file).isPresent())
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new DataException("cannot list " + folder + ": " + e, e);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new DataException(
        String.format(
            Locale.ROOT,
            "%s: expected the folders train/neg, train/pos, test/neg and test/pos, or one file train.* and one file"
                + " test.* (%s); found %s",
            folder,
            TableFormat.extensions(),
            found.isEmpty() ? "no " + name + ".*" : "several: " + found));
  }
}
