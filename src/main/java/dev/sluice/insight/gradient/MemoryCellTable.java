package dev.sluice.insight.gradient;

import dev.sluice.insight.page.DataTable;
import java.util.ArrayList;
import java.util.List;

/** The table of what the memory cells of LSTMs keep of their gradient, cell by cell. */
final class MemoryCellTable {
  private MemoryCellTable() {}

  static DataTable of(GradientReport report) {
    List<String> columns = new ArrayList<>(List.of("Cell"));
    for (Moment moment : Moment.values()) {
      columns.add(moment.label());
    }
    List<List<String>> rows = new ArrayList<>();
    for (GradientCell cell : report.settings().cells()) {
      if (cell.lstm()) {
        List<String> row = new ArrayList<>(List.of(cell.label()));
        for (Moment moment : Moment.values()) {
          row.add(report.of(cell, moment).map(MemoryCellTable::text).orElse("–"));
        }
        rows.add(row);
      }
    }
    return new DataTable(
        "Share of dLoss/dc that one step hands on, and where less than 1% is left", columns, rows);
  }

  private static String text(Measurement measurement) {
    Decay decay = Decay.of(measurement.cellShares());
    String kept = ShareText.of(decay.perStep());
    return decay.vanishedAfter().isPresent()
        ? kept + ", after " + ShareText.steps(decay.vanishedAfter().getAsInt())
        : kept + ", nowhere";
  }
}
