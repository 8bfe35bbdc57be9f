package dev.sluice.insight.inspect.page;

import dev.sluice.insight.chart.HeatMap;
import dev.sluice.insight.chart.HeatScale;
import dev.sluice.insight.inspect.GateTrace;
import dev.sluice.insight.inspect.LayerTrace;
import dev.sluice.insight.inspect.StepValues;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The gates and the memory of one layer and direction as heat maps: a column for each token, a row
 * for each unit, the most active unit on top. All maps have the same rows.
 */
final class GateMaps implements PagePart {
  /** So many units can be told apart on a screen. */
  private static final int MOST_UNITS = 64;

  private final LayerTrace layer;
  private final List<Integer> units;

  GateMaps(LayerTrace layer) {
    this.layer = layer;
    this.units = mostActive(layer.memory());
  }

  /** The units by the mean absolute change of their memory from token to token. */
  private static List<Integer> mostActive(StepValues memory) {
    double[] activity = new double[memory.units()];
    for (int u = 0; u < activity.length; u++) {
      for (int t = 1; t < memory.steps(); t++) {
        activity[u] += Math.abs(memory.get(t, u) - memory.get(t - 1, u));
      }
    }
    return IntStream.range(0, activity.length)
        .boxed()
        .sorted(Comparator.comparingDouble(u -> -activity[u]))
        .limit(MOST_UNITS)
        .toList();
  }

  @Override
  public void write(Markup page) {
    page.element("h3", layer.name()).line();
    page.element("p", caption(), "class", "note").line();
    int steps = layer.memory().steps();
    page.open(
        "div",
        "class",
        "scroll maps",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-label",
        "Heat maps of " + layer.name());
    page.open("div", "style", String.format(Locale.ROOT, "--columns:%d", steps)).line();
    for (GateTrace gate : layer.gates()) {
      map(page, gate.name() + " " + gate.symbol(), gate.values(), isShare(gate));
    }
    map(page, layer.cell().hasCellState() ? "cell state c" : "state h", layer.memory(), false);
    page.close().close().line();
  }

  private String caption() {
    int all = layer.memory().units();
    String rows =
        units.size() < all
            ? "Rows: the " + units.size() + " most active of " + all + " units"
            : "Rows: all " + all + " units";
    return rows
        + ", the most active on top. Columns: the tokens in the order of the text. Blue is positive,"
        + " orange negative; the stronger the colour, the farther from 0.";
  }

  /** Whether the gate is between 0 and 1. */
  private boolean isShare(GateTrace gate) {
    float[][] values = gate.values().toArray();
    for (float[] step : values) {
      for (float value : step) {
        if (!(value >= 0 && value <= 1)) {
          return false;
        }
      }
    }
    return true;
  }

  private void map(Markup page, String name, StepValues values, boolean share) {
    float[][] rows = new float[units.size()][values.steps()];
    for (int r = 0; r < rows.length; r++) {
      for (int t = 0; t < values.steps(); t++) {
        rows[r][t] = values.get(t, units.get(r));
      }
    }
    HeatScale scale = share ? HeatScale.share() : HeatScale.signed(rows);
    double mean = IntStream.range(0, values.steps()).mapToDouble(values::mean).average().orElse(0);
    page.open("figure", "class", "map").open("figcaption").element("b", name);
    page.element(
        "span",
        NumberText.significant(scale.low(), 2)
            + " to "
            + NumberText.significant(scale.high(), 2)
            + ", mean "
            + NumberText.fixed(mean, 2),
        "class",
        "key");
    page.close().line();
    new HeatMap(name + " of " + units.size() + " units at each token", rows, scale).write(page);
    page.close().line();
  }
}
