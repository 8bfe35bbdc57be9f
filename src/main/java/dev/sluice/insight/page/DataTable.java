package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A table of numbers. The first cell of each row names it; a table that is too wide scrolls.
 *
 * @param caption what the table shows, for all readers; empty to leave it out
 * @param columns names of the columns, the first one that of the row names
 * @param rows the cells of each row, as many as there are columns
 */
public record DataTable(String caption, List<String> columns, List<List<String>> rows)
    implements PagePart {
  /** Copies the lists. */
  public DataTable {
    Require.present("caption", caption);
    columns = Require.copyOf("columns", columns);
    rows = Require.copyOf("rows", rows);
    for (int n = 0; n < rows.size(); n++) {
      Require.presentElements("rows[" + n + "]", rows.get(n));
      Require.between(
          "cells in rows[" + n + "]", columns.size(), columns.size(), rows.get(n).size());
    }
  }

  @Override
  public void write(Markup page) {
    // A region that scrolls must be reachable by keyboard, and then it needs a name.
    page.open(
        "div",
        "class",
        "scroll",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-label",
        caption.isEmpty() ? "table" : caption);
    page.open("table", "class", "figures");
    if (!caption.isEmpty()) {
      page.element("caption", caption);
    }
    page.open("thead").open("tr");
    columns.forEach(name -> page.element("th", name, "scope", "col"));
    page.close().close().line().open("tbody").line();
    rows.forEach(row -> row(page, row));
    page.close().close().close().line();
  }

  private static void row(Markup page, List<String> cells) {
    page.open("tr").element("th", cells.get(0), "scope", "row");
    cells.subList(1, cells.size()).forEach(cell -> page.element("td", cell));
    page.close().line();
  }
}
