package dev.sluice.insight;

import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.train.EpochMetrics;
import java.util.List;

/** The table of metrics with one row per epoch. */
final class EpochTable {
  private static final List<String> COLUMNS =
      List.of("Epoch", "loss", "accuracy", "loss", "accuracy", "tokens/s", "time");

  private final TrainingHistory history;

  EpochTable(TrainingHistory history) {
    this.history = history;
  }

  /** Writes the table; nothing if there is no epoch. */
  void write(Markup page) {
    if (history.epochs().isEmpty()) {
      return;
    }
    page.open(
        "div",
        "class",
        "scroll",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-label",
        "Metrics of each epoch");
    page.open("table", "class", "figures").open("thead");
    page.open("tr").element("td", "").element("th", "Training", "colspan", "2");
    page.element("th", "Held-out", "colspan", "2").element("td", "", "colspan", "2");
    page.close().line().open("tr");
    for (String name : COLUMNS) {
      page.element("th", name, "scope", "col");
    }
    page.close().close().line();
    page.open("tbody").line();
    history.epochs().forEach(epoch -> row(page, epoch));
    page.close().close().close().line();
  }

  private void row(Markup page, EpochMetrics epoch) {
    boolean kept =
        history.bestEpoch().isPresent() && history.bestEpoch().getAsInt() == epoch.epoch();
    page.open("tr").element("th", epoch.epoch() + 1 + (kept ? " (kept)" : ""), "scope", "row");
    cell(page, NumberText.fixed(epoch.loss(), 4));
    cell(page, accuracy(epoch.accuracy()));
    cell(page, NumberText.fixed(epoch.validationLoss(), 4));
    cell(page, accuracy(epoch.validationAccuracy()));
    cell(page, NumberText.count(epoch.tokensPerSecond()));
    cell(page, NumberText.duration(epoch.seconds()));
    page.close().line();
  }

  /** The accuracy as text. A loss without classes has an accuracy of 0, which is not shown. */
  private static String accuracy(double share) {
    return NumberText.percent(share > 0 ? share : Double.NaN, 2);
  }

  private static void cell(Markup page, String text) {
    page.element("td", text);
  }
}
