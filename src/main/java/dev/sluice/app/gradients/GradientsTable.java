package dev.sluice.app.gradients;

import dev.sluice.insight.gradient.GradientReport;
import dev.sluice.insight.gradient.Moment;
import dev.sluice.insight.gradient.ShareTable;
import dev.sluice.insight.page.DataTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results for the terminal: a table for each moment. */
final class GradientsTable {
  private GradientsTable() {}

  static String text(GradientReport report) {
    StringBuilder text = new StringBuilder();
    for (Moment moment : Moment.values()) {
      append(ShareTable.of(report, moment), text);
    }
    return text.toString();
  }

  private static void append(DataTable table, StringBuilder text) {
    List<List<String>> rows = new ArrayList<>(List.of(table.columns()));
    rows.addAll(table.rows());
    text.append(String.format(Locale.ROOT, "%s%n", table.caption()));
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int c = column;
        int width = rows.stream().mapToInt(each -> each.get(c).length()).max().orElse(0);
        String cell = row.get(column);
        String blanks = " ".repeat(width - cell.length());
        text.append(column == 0 ? "  " + cell + blanks : "  " + blanks + cell);
      }
      text.append(System.lineSeparator());
    }
  }

  /** An expected time in words. */
  static String time(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "about %d s", 5 * (long) Math.max(1, Math.ceil(seconds / 5)))
        : String.format(Locale.ROOT, "about %d min", (long) Math.ceil(seconds / 60));
  }
}
