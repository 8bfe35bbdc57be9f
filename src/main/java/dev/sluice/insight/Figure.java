package dev.sluice.insight;

/** Writes a chart with its title and legend. */
final class Figure {
  private Figure() {}

  static void write(Markup page, String title, LineChart chart) {
    page.open("figure").open("figcaption").element("b", title);
    for (Line line : chart.lines()) {
      if (!line.name().isEmpty()) {
        page.open("span", "class", "key " + line.look().cssClass());
        page.open("i").close().text(line.name()).close();
      }
    }
    page.close().line();
    chart.draw(page);
    page.close().line();
  }
}
