package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.util.Set;

/** What may stand for a class. */
final class Labels {
  /** What programs write for a value that is not there: the list by which pandas reads tables. */
  private static final Set<String> MISSING =
      Set.of(
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");

  private Labels() {}

  /**
   * The label without white space around it.
   *
   * @param where file and line, for messages
   * @throws DataException when there is none
   */
  static String require(String where, String found) {
    String label = found.strip();
    if (label.isEmpty()) {
      throw new DataException(where + ": expected a label, found nothing");
    }
    if (MISSING.contains(label)) {
      throw new DataException(
          where
              + ": expected a label, found '"
              + label
              + "', which stands for a missing one; give a class of that meaning another name");
    }
    return label;
  }
}
