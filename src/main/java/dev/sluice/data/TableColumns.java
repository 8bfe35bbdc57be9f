package dev.sluice.data;

import java.util.List;
import java.util.Locale;

/** The names under which a table's text and label are found. */
final class TableColumns {
  private static final List<String> TEXT = List.of("text", "review");
  private static final List<String> LABEL = List.of("label", "sentiment");

  /** For messages. */
  static final String EXPECTED = "a column 'text' or 'review' and a column 'label' or 'sentiment'";

  private TableColumns() {}

  static boolean isText(String name) {
    return TEXT.contains(name.strip().toLowerCase(Locale.ROOT));
  }

  static boolean isLabel(String name) {
    return LABEL.contains(name.strip().toLowerCase(Locale.ROOT));
  }
}
