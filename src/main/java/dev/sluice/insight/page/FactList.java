package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A few names with their values, side by side.
 *
 * @param facts values by name, in the order of the map
 */
public record FactList(Map<String, String> facts) implements PagePart {
  /** Copies the map. */
  public FactList {
    Require.copyOf("facts", facts);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Writes the list; nothing if there are no facts. */
  @Override
  public void write(Markup page) {
    if (facts.isEmpty()) {
      return;
    }
    page.open("dl", "class", "facts").line();
    facts.forEach(
        (name, value) -> page.open("div").element("dt", name).element("dd", value).close().line());
    page.close().line();
  }
}
