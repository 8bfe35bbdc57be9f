package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of names with their values, one below the other.
 *
 * @param rows values by name, in the order of the map
 */
public record PairsTable(Map<String, String> rows) implements PagePart {
  /** Copies the map. */
  public PairsTable {
    Require.copyOf("rows", rows);
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /** Writes the table; nothing if there are no rows. */
  @Override
  public void write(Markup page) {
    if (rows.isEmpty()) {
      return;
    }
    page.open("table", "class", "pairs").open("tbody").line();
    rows.forEach(
        (name, value) ->
            page.open("tr")
                .element("th", name, "scope", "row")
                .element("td", value)
                .close()
                .line());
    page.close().close().line();
  }
}
