package dev.sluice.insight.chart;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;
import java.util.List;
import java.util.Locale;

/**
 * Named numbers as horizontal bars. If some are above 0 and some below, bars go both ways from the
 * middle.
 *
 * @param description what the numbers are, for screen readers
 * @param bars the bars from top to bottom
 * @param longest the size of a bar of full length, at least that of the largest value; lists of
 *     equal size can be compared
 */
public record BarList(String description, List<Bar> bars, double longest) implements PagePart {

  /**
   * A bar.
   *
   * @param name its name, shown literally
   * @param value its length; a value that is not finite has no bar
   * @param text the value as text
   */
  public record Bar(String name, double value, String text) {
    /** Checks the texts. */
    public Bar {
      Require.present("name", name);
      Require.present("text", text);
    }
  }

  /** Copies the list. */
  public BarList {
    Require.present("description", description);
    bars = Require.copyOf("bars", bars);
    Require.nonNegative("longest", longest);
    if (longest < largest(bars)) {
      throw new IllegalArgumentException(
          "longest: expected at least " + largest(bars) + ", got " + longest);
    }
  }

  /** A list whose largest value has full length. */
  public BarList(String description, List<Bar> bars) {
    this(description, bars, largest(bars));
  }

  /** The largest size of a value; 0 if there is none. */
  public static double largest(List<Bar> bars) {
    return bars.stream()
        .mapToDouble(bar -> Math.abs(bar.value()))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** Writes the list; nothing if there are no bars. */
  @Override
  public void write(Markup page) {
    if (bars.isEmpty()) {
      return;
    }
    boolean bothWays =
        bars.stream().anyMatch(bar -> bar.value() < 0)
            && bars.stream().anyMatch(bar -> bar.value() > 0);
    String look = bothWays ? "bars both-ways" : "bars";
    page.open("ul", "class", look, "aria-label", description).line();
    for (Bar bar : bars) {
      double length = longest == 0 || !Double.isFinite(bar.value()) ? 0 : bar.value() / longest;
      page.open("li").element("span", bar.name(), "class", "name", "dir", "auto");
      page.open("span", "class", "bar", "aria-hidden", "true");
      page.open(
          "i",
          "class",
          length < 0 ? "negative" : "positive",
          "style",
          String.format(Locale.ROOT, "--length:%.4f", Math.abs(length)));
      page.close().close().element("span", bar.text(), "class", "number").close().line();
    }
    page.close().line();
  }
}
