package dev.sluice.app.sentiment;

import dev.sluice.app.launch.UserError;
import dev.sluice.data.text.TextDataOptions;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the user says of the form of the data; null where the data are to say it themselves.
 *
 * @param textColumn name or number of the column of texts
 * @param labelColumn of the labels
 * @param delimiter one character, or {@code tab}
 * @param encoding name of a character set
 */
record DataFormat(String textColumn, String labelColumn, String delimiter, String encoding) {
  private static final String TAB = "tab";

  /** Everything as the data have it. */
  static DataFormat unsaid() {
    return new DataFormat(null, null, null, null);
  }

  /** Whether nothing is said. */
  boolean isUnsaid() {
    return Stream.of(textColumn, labelColumn, delimiter, encoding).allMatch(Objects::isNull);
  }

  /**
   * The options for reading.
   *
   * @param classNames that are asked for, empty for those of the data
   * @throws UserError if a value makes no sense
   */
  TextDataOptions options(List<String> classNames) {
    TextDataOptions options = TextDataOptions.defaults().withClassNames(classNames);
    if (textColumn != null) {
      options = options.withTextColumn(textColumn);
    }
    if (labelColumn != null) {
      options = options.withLabelColumn(labelColumn);
    }
    if (delimiter != null) {
      options = options.withDelimiter(character());
    }
    return encoding == null ? options : options.withEncoding(charset(encoding));
  }

  private char character() {
    if (delimiter.equalsIgnoreCase(TAB) || delimiter.equals("\\t")) {
      return '\t';
    }
    if (delimiter.length() != 1) {
      throw new UserError("--delimiter: expected one character or tab, got " + delimiter);
    }
    return delimiter.charAt(0);
  }

  /**
   * A character set by its name.
   *
   * @throws UserError if there is none of this name
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
