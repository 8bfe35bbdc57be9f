package dev.sluice.app.sentiment;

import dev.sluice.app.launch.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli options for the path and the format of the user's own data. */
public final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A .csv, .tsv or .jsonl file with texts and labels; a folder with two such files, train.* and"
              + " test.*; or one folder per class with a .txt file for each text, possibly inside folders train"
              + " and test, as in aclImdb (default: the IMDB reviews).")
  private @Nullable Path data;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column of the texts, or its number from 1 if there is no header (default: text or"
              + " review).")
  private @Nullable String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of the labels, by name or number (default: label or sentiment).")
  private @Nullable String labelColumn;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "Separator of the columns: one character, or tab (default: detected).")
  private @Nullable String delimiter;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Character set of the files, such as windows-1252 (default: utf-8).")
  private @Nullable String encoding;

  /** Whether a data set is named. */
  public boolean given() {
    return data != null;
  }

  /** The path of the data; {@code base} if the option is not given. */
  @Nullable Path pathOr(@Nullable Path base) {
    return data == null ? base : data.toAbsolutePath().normalize();
  }

  /**
   * The format of the options. Options that are not given keep their value in {@code base}.
   *
   * @param path of the data; null for the IMDB reviews
   * @throws UserError if a format is given for the IMDB reviews, or a value is invalid
   */
  DataFormat formatOr(DataFormat base, @Nullable Path path) {
    DataFormat format =
        new DataFormat(
            textColumn == null ? base.textColumn() : textColumn,
            labelColumn == null ? base.labelColumn() : labelColumn,
            delimiter == null ? base.delimiter() : delimiter,
            encoding == null ? base.encoding() : encoding);
    if (path == null && !format.isUnspecified()) {
      throw new UserError(
          "--text-column, --label-column, --delimiter and --encoding: expected also --data");
    }
    format.options(List.of());
    return format;
  }
}
