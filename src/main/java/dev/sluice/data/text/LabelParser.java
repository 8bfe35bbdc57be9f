package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks and trims labels. */
/** Texts that programs write for a missing value: those that pandas recognizes in tables. */
final class LabelParser {
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
   * Spaces of every width, and invisible characters, which spreadsheets and web pages leave behind.
   */
  private static final String BLANK =
      "[\\p{IsWhite_Space}\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]+";

  private static final Pattern AROUND = Pattern.compile("^" + BLANK + "|" + BLANK + "$");

  private LabelParser() {}

  /**
   * Returns the label without white space around it.
   *
   * @param where file and line, for messages
   * @throws DataException if the label is empty or means a missing value, or is not valid Unicode
   *     text
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
              + "', which means a missing value; rename the class if that is its name");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
      throw new DataException(where + ": expected a label, found a lone surrogate in it");
    }
    return label;
  }

  /** Removes white space and invisible characters around a label. */
  static String strip(String label) {
    return AROUND.matcher(label).replaceAll("");
  }
}
