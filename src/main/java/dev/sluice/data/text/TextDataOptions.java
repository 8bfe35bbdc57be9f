package dev.sluice.data.text;

import dev.sluice.argument.Require;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Options for reading a data set that does not follow the usual conventions.
 *
 * @param textColumn name of the text column, in any case, or its number from 1 in a table without a
 *     header; if empty, {@code text} or {@code review}
 * @param labelColumn likewise for the labels; if empty, {@code label} or {@code sentiment}
 * @param delimiter character between the columns of CSV and TSV; if empty, it is detected
 * @param encoding encoding of the files
 * @param classNames the accepted classes, in this order; if empty, those of the labels
 */
public record TextDataOptions(
    Optional<String> textColumn,
    Optional<String> labelColumn,
    Optional<Character> delimiter,
    Charset encoding,
    List<String> classNames) {

  /** Checks the values; throws {@link IllegalArgumentException} if both columns are the same. */
  public TextDataOptions {
    Require.present("encoding", encoding);
    classNames = Require.copyOf("classNames", classNames);
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

  /** The default options: UTF-8, everything else detected. */
  public static TextDataOptions defaults() {
    return new TextDataOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), StandardCharsets.UTF_8, List.of());
  }

  /** A copy with another text column. */
  public TextDataOptions withTextColumn(String column) {
    return new TextDataOptions(Optional.of(column), labelColumn, delimiter, encoding, classNames);
  }

  /** A copy with another label column. */
  public TextDataOptions withLabelColumn(String column) {
    return new TextDataOptions(textColumn, Optional.of(column), delimiter, encoding, classNames);
  }

  /** A copy with this delimiter. */
  public TextDataOptions withDelimiter(char character) {
    return new TextDataOptions(
        textColumn, labelColumn, Optional.of(character), encoding, classNames);
  }

  /** A copy with another encoding. */
  public TextDataOptions withEncoding(Charset charset) {
    return new TextDataOptions(textColumn, labelColumn, delimiter, charset, classNames);
  }

  /**
   * A copy with given classes, for example those of a model. The labels of the data must be among
   * them; other labels are refused.
   */
  public TextDataOptions withClassNames(List<String> names) {
    return new TextDataOptions(textColumn, labelColumn, delimiter, encoding, names);
  }
}
