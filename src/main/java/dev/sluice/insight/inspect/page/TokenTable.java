package dev.sluice.insight.inspect.page;

import dev.sluice.insight.inspect.GateTrace;
import dev.sluice.insight.inspect.LayerTrace;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All numbers of the tokens as a table, folded: for readers of numbers, and for screen readers. */
final class TokenTable implements PagePart {
  private final TextInspection inspection;
  private final String predicted;
  private final Map<Integer, Double> probabilities;

  TokenTable(TextInspection inspection, List<String> classNames) {
    this.inspection = inspection;
    int predicted = inspection.decision().predicted();
    this.predicted = classNames.get(predicted);
    this.probabilities = inspection.running().probabilities(predicted);
  }

  @Override
  public void write(Markup page) {
    List<String> columns = new ArrayList<>();
    columns.addAll(List.of("token", "contribution", "kept", predicted + " after it"));
    for (LayerTrace layer : top()) {
      String direction =
          top().size() > 1 ? " " + layer.direction().toString().toLowerCase(Locale.ROOT) : "";
      layer.gates().forEach(gate -> columns.add(gate.symbol() + direction));
      columns.add("change" + direction);
    }
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < inspection.tokens().size(); t++) {
      rows.add(row(t));
    }
    page.open("details").element("summary", "All numbers of the tokens").line();
    new DataTable(
            "Gates are means over the units of the top layer; change is that of its memory.",
            columns,
            rows)
        .write(page);
    page.close().line();
  }

  private List<LayerTrace> top() {
    return inspection.layers().stream().filter(LayerTrace::top).toList();
  }

  private List<String> row(int t) {
    List<String> row = new ArrayList<>();
    row.add(inspection.tokens().get(t).text());
    row.add(WordStrip.signed(inspection.contributions().values().get(t)));
    row.add(NumberText.percent(inspection.retention().get(t), 1));
    Double probability = probabilities.get(t);
    row.add(NumberText.percent(probability == null ? Double.NaN : probability, 1));
    for (LayerTrace layer : top()) {
      for (GateTrace gate : layer.gates()) {
        row.add(NumberText.fixed(gate.values().mean(t), 2));
      }
      row.add(NumberText.fixed(layer.change().get(t), 3));
    }
    return row;
  }
}
