package dev.sluice.insight.chart;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;

/**
 * A line chart with its title, its legend and a sentence that says what it shows.
 *
 * @param title title above the chart
 * @param chart the chart
 * @param note what to see in it, below the chart; empty to leave it out
 */
public record Figure(String title, LineChart chart, String note) implements PagePart {
  private static final int NARROW = 360;

  /** Checks the values. */
  public Figure {
    Require.present("title", title);
    Require.present("chart", chart);
    Require.present("note", note);
  }

  /** A figure without a note. */
  public Figure(String title, LineChart chart) {
    this(title, chart, "");
  }

  @Override
  public void write(Markup page) {
    page.open("figure").open("figcaption").element("b", title);
    for (Line line : chart.lines()) {
      if (!line.name().isEmpty()) {
        page.open("span", "class", "key " + line.look().cssClass());
        page.open("i").close().text(line.name()).close();
      }
    }
    page.close().line();
    if (chart.width() > LineChart.HALF) {
      twice(page);
    } else {
      chart.write(page);
    }
    if (!note.isEmpty()) {
      page.element("p", note, "class", "note").line();
    }
    page.close().line();
  }

  /**
   * Draws a wide chart a second time for narrow screens, where its text would be too small. The
   * page shows one of the two.
   */
  private void twice(Markup page) {
    page.open("div", "class", "on-wide");
    chart.write(page);
    page.close().open("div", "class", "on-narrow");
    chart.withSize(NARROW, Math.min(chart.height(), NARROW * 4 / 5)).write(page);
    page.close().line();
  }
}
