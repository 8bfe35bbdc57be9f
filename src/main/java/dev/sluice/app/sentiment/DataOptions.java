package dev.sluice.app.sentiment;

import dev.sluice.app.launch.UserError;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where the user's own data are, and of what form. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A file .csv, .tsv or .jsonl of text and label; a folder with two such files train.* and"
              + " test.*; or folders named like the classes with a file .txt for each text, also"
              + " within train and test, as in aclImdb (default: the IMDB reviews).")
  private Path data;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column of the texts, or its number from 1 if there is no header (default: text or"
              + " review).")
  private String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of the labels, likewise (default: label or sentiment).")
  private String labelColumn;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "Between columns: one character, or tab (default: found in the file).")
  private String delimiter;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Character set of the files, such as windows-1252 (default: utf-8).")
  private String encoding;

  /** Path of the data; the other one where none is given. */
  Path pathOver(Path other) {
    return data == null ? other : data.toAbsolutePath().normalize();
  }

  /**
   * What is said of the form; the other's where nothing is.
   *
   * @param path of the data; null for the IMDB reviews
   * @throws UserError if the form of the IMDB reviews is given, or a value makes no sense
   */
  DataFormat formatOver(DataFormat other, Path path) {
    DataFormat format =
        new DataFormat(
            textColumn == null ? other.textColumn() : textColumn,
            labelColumn == null ? other.labelColumn() : labelColumn,
            delimiter == null ? other.delimiter() : delimiter,
            encoding == null ? other.encoding() : encoding);
    if (path == null && !format.isUnsaid()) {
      throw new UserError(
          "--text-column, --label-column, --delimiter and --encoding: expected --data with them");
    }
    format.options(List.of());
    return format;
  }
}
