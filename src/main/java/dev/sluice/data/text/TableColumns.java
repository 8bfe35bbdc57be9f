package dev.sluice.data.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of a table's text column and label column. */
final class TableColumns {
  private static final List<String> TEXT = List.of("text", "review");
  private static final List<String> LABEL = List.of("label", "sentiment");

  private final List<String> text;
  private final List<String> label;

  private TableColumns(List<String> text, List<String> label) {
    this.text = text;
    this.label = label;
  }

  static TableColumns of(TextDataOptions options) {
    return new TableColumns(
        options.textColumn().map(TableColumns::plain).map(List::of).orElse(TEXT),
        options.labelColumn().map(TableColumns::plain).map(List::of).orElse(LABEL));
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether two names mean the same column. */
  static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  boolean isText(String name) {
    return text.contains(plain(name));
  }

  boolean isLabel(String name) {
    return label.contains(plain(name));
  }

  /** Whether the user gave other names than the usual ones. */
  boolean areGiven() {
    return !text.equals(TEXT) || !label.equals(LABEL);
  }

  /** The index of the text column in a table without a header, if the user gave it by number. */
  Optional<Integer> textIndex() {
    return index(text);
  }

  /** The index of the label column in a table without a header, if the user gave it by number. */
  Optional<Integer> labelIndex() {
    return index(label);
  }

  private static Optional<Integer> index(List<String> names) {
    return names.size() == 1 && names.get(0).matches("[1-9]\\d{0,3}")
        ? Optional.of(Integer.parseInt(names.get(0)) - 1)
        : Optional.empty();
  }

  /** For messages. */
  String expected() {
    return "a column " + either(text) + " and a column " + either(label);
  }

  private static String either(List<String> names) {
    return names.stream()
        .map(name -> "'" + Excerpt.of(name) + "'")
        .reduce((a, b) -> a + " or " + b)
        .orElseThrow();
  }
}
