package dev.sluice.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a record, as its {@code toString} writes it: {@code Name[a=1, b=2]}. Files of earlier
 * versions hold texts without the components that did not exist.
 */
public final class RecordText {
  private static final Pattern RECORD = Pattern.compile("(\\w+)\\[(.*)]", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("(\\w+)=");

  private RecordText() {}

  /**
   * Adds the components that a text lacks, with their defaults; also those of the records in it.
   *
   * @param text what an earlier version wrote, or any other text
   * @param defaults a record of this version
   * @return the text with all components of {@code defaults}; unchanged if it is not that of a
   *     record of this name, or has components that the record lacks
   */
  public static String completed(String text, Record defaults) {
    return completed(text, defaults.toString());
  }

  private static String completed(String text, String defaults) {
    Matcher stated = RECORD.matcher(text);
    Matcher complete = RECORD.matcher(defaults);
    if (!stated.matches() || !complete.matches() || !stated.group(1).equals(complete.group(1))) {
      return text;
    }
    Map<String, String> all = components(complete.group(2));
    for (Map.Entry<String, String> component : components(stated.group(2)).entrySet()) {
      String value = all.get(component.getKey());
      if (value == null) {
        return text;
      }
      all.put(component.getKey(), completed(component.getValue(), value));
    }
    StringBuilder result = new StringBuilder();
    all.forEach(
        (name, value) ->
            result.append(result.isEmpty() ? "" : ", ").append(name).append('=').append(value));
    return stated.group(1) + "[" + result + "]";
  }

  /** The components by name: {@code a=1, b=B[c=2, d=3]} has the components a and b. */
  private static Map<String, String> components(String inside) {
    Map<String, String> components = new LinkedHashMap<>();
    Matcher name = NAME.matcher(inside);
    int at = 0;
    while (at < inside.length() && name.region(at, inside.length()).lookingAt()) {
      int end = end(inside, name.end());
      components.put(name.group(1), inside.substring(name.end(), end));
      at = end + ", ".length();
    }
    return components;
  }

  /** Where a value ends: at a comma outside of brackets that a name follows, or at the end. */
  private static int end(String inside, int from) {
    Matcher name = NAME.matcher(inside);
    int depth = 0;
    for (int at = from; at < inside.length(); at++) {
      char c = inside.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      boolean separates = depth == 0 && inside.startsWith(", ", at);
      if (separates && name.region(at + 2, inside.length()).lookingAt()) {
        return at;
      }
    }
    return inside.length();
  }
}
