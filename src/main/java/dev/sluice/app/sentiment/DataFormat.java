package dev.sluice.app.sentiment;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.app.launch.UserError;
import dev.sluice.data.text.TextDataOptions;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The format of the data as the user specified it. A value is null if it is detected from the data.
 *
 * @param textColumn name or number of the column of texts
 * @param labelColumn name or number of the column of labels
 * @param delimiter separator of the columns, one character or {@code tab}
 * @param encoding name of a character set
 */
record DataFormat(
    @Nullable String textColumn,
    @Nullable String labelColumn,
    @Nullable String delimiter,
    @Nullable String encoding) {
  private static final String TAB = "tab";

  /** A format that is detected from the data. */
  static DataFormat unspecified() {
    return new DataFormat(null, null, null, null);
  }

  /** Whether nothing is specified. */
  boolean isUnspecified() {
    return Stream.of(textColumn, labelColumn, delimiter, encoding).allMatch(Objects::isNull);
  }

  /**
   * The options for reading.
   *
   * @param classNames the expected class names; empty to use those of the data
   * @throws UserError if a value is invalid
   */
  @CanIgnoreReturnValue
  TextDataOptions options(List<String> classNames) {
    TextDataOptions options = TextDataOptions.defaults().withClassNames(classNames);
    if (textColumn != null) {
      options = options.withTextColumn(textColumn);
    }
    if (labelColumn != null) {
      options = options.withLabelColumn(labelColumn);
    }
    if (delimiter != null) {
      options = options.withDelimiter(character(delimiter));
    }
    return encoding == null ? options : options.withEncoding(charset(encoding));
  }

  private static char character(String delimiter) {
    if (delimiter.equalsIgnoreCase(TAB) || delimiter.equals("\\t")) {
      return '\t';
    }
    if (delimiter.length() != 1) {
      throw new UserError("--delimiter: expected one character or tab, got " + delimiter);
    }
    return delimiter.charAt(0);
  }

  /**
   * The character set of this name.
   *
   * @throws UserError if there is no such character set
   */
  static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--encoding: expected a character set such as utf-8, utf-16 or windows-1252, got " + name,
          e);
    }
  }
}
