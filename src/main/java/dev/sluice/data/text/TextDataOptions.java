package dev.sluice.data.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How data are to be read where their files do not say it themselves.
 *
 * @param textColumn name of the column of texts, whatever its case, or its number from 1 in a table
 *     without a header; empty: {@code text} or {@code review}
 * @param labelColumn likewise of the labels; empty: {@code label} or {@code sentiment}
 * @param delimiter between the columns of CSV and TSV; empty: found in the file
 * @param encoding of the files
 * @param classNames the classes that are asked for, in this order; empty: those of the labels
 */
public record TextDataOptions(
    Optional<String> textColumn,
    Optional<String> labelColumn,
    Optional<Character> delimiter,
    Charset encoding,
    List<String> classNames) {

  /** Checks and copies; throws {@link IllegalArgumentException} for columns that are the same. */
  public TextDataOptions {
    Objects.requireNonNull(encoding, "encoding");
    classNames = List.copyOf(classNames);
    if (textColumn.isPresent()
        && labelColumn.isPresent()
        && TableColumns.same(textColumn.get(), labelColumn.get())) {
      throw new IllegalArgumentException(
          "text and label: expected two columns, got " + Excerpt.of(textColumn.get()) + " twice");
    }
    if (delimiter.isPresent() && "\"\r\n".indexOf(delimiter.get()) >= 0) {
      throw new IllegalArgumentException("delimiter: expected neither a quote nor a line end");
    }
  }

  /** UTF-8; everything else as the files have it. */
  public static TextDataOptions defaults() {
    return new TextDataOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), StandardCharsets.UTF_8, List.of());
  }

  /** These options with another column of texts. */
  public TextDataOptions withTextColumn(String column) {
    return new TextDataOptions(Optional.of(column), labelColumn, delimiter, encoding, classNames);
  }

  /** These options with another column of labels. */
  public TextDataOptions withLabelColumn(String column) {
    return new TextDataOptions(textColumn, Optional.of(column), delimiter, encoding, classNames);
  }

  /** These options with a delimiter of their own. */
  public TextDataOptions withDelimiter(char character) {
    return new TextDataOptions(
        textColumn, labelColumn, Optional.of(character), encoding, classNames);
  }

  /** These options with another encoding. */
  public TextDataOptions withEncoding(Charset charset) {
    return new TextDataOptions(textColumn, labelColumn, delimiter, charset, classNames);
  }

  /**
   * These options for data about given classes, such as those of a model: labels are matched with
   * them, and others refused.
   */
  public TextDataOptions withClassNames(List<String> names) {
    return new TextDataOptions(textColumn, labelColumn, delimiter, encoding, names);
  }
}
