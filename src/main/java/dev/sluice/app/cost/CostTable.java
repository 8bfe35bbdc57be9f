package dev.sluice.app.cost;

import dev.sluice.insight.cost.Cost;
import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.cost.LayerCost;
import java.util.Locale;
import java.util.OptionalDouble;

/** The costs as a table for the terminal: a row for each cost, two columns for each layer. */
final class CostTable {
  private CostTable() {}

  /** The table, with the formulas and a line that explains the shares. */
  static String text(CostResult result) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-34s", ""));
    for (LayerCost layer : result.layers()) {
      text.append(String.format(Locale.ROOT, "%12s%6s", layer.kind(), ""));
    }
    text.append('\n');
    for (Cost cost : Cost.values()) {
      text.append(String.format(Locale.ROOT, "%-34s", cost.title()));
      for (LayerCost layer : result.layers()) {
        OptionalDouble share = cost.share(layer, result);
        String percent =
            share.isPresent()
                ? String.format(Locale.ROOT, "%5.0f%%", 100 * share.getAsDouble())
                : "";
        text.append(String.format(Locale.ROOT, "%,12.0f%6s", cost.of(layer, result), percent));
      }
      text.append('\n');
    }
    for (LayerCost layer : result.layers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "parameters of one %s layer: %s = %,d%n",
              layer.kind(),
              layer.formula(),
              layer.formula().value()));
    }
    if (result.lstm().isPresent()) {
      text.append("Percentages are shares of the LSTM. ");
    }
    return text.append("A token is one timestep of one sequence.\n").toString();
  }
}
