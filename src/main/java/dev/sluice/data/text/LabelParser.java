package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** What may stand for a class. */
final class LabelParser {
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

  /**
   * Spaces of every width, and marks without any, which spreadsheets and web pages leave behind.
   */
  private static final String BLANK =
      "[\\p{IsWhite_Space}\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]+";

  private static final Pattern AROUND = Pattern.compile("^" + BLANK + "|" + BLANK + "$");

  private LabelParser() {}

  /**
   * The label without white space around it.
   *
   * @param where file and line, for messages
   * @throws DataException when there is none, or it is no Unicode text and so cannot be saved
   */
  static String require(String where, String found) {
    String label = strip(found);
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
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
      throw new DataException(where + ": expected a label, found a lone surrogate in it");
    }
    return label;
  }

  /** Without white space around it, and marks that nobody sees. */
  static String strip(String label) {
    return AROUND.matcher(label).replaceAll("");
  }
}
