package dev.sluice.app.memory;

import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryResult;
import dev.sluice.insight.memory.MemorySpan;
import dev.sluice.insight.memory.TaskKind;
import java.util.List;
import java.util.Locale;

/** The table of longest lags: a row for each task, a column for each cell. */
final class MemoryTable {
  private MemoryTable() {}

  /** The table, with a line that explains it. */
  static String text(MemoryResult result) {
    List<CellKind> cells = result.cells();
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-10s", "longest lag"));
    cells.forEach(cell -> text.append(String.format(Locale.ROOT, "%8s", Names.of(cell))));
    text.append('\n');
    for (TaskKind task : result.tasks()) {
      text.append(String.format(Locale.ROOT, "%-11s", Names.of(task)));
      for (CellKind cell : cells) {
        String lag = result.span(task, cell).map(MemorySpan::lagText).orElse("?");
        text.append(String.format(Locale.ROOT, "%8s", lag));
      }
      text.append('\n');
    }
    List<Integer> lags = result.settings().lags();
    text.append(
        String.format(
            Locale.ROOT,
            "Lags from %d to %d, in timesteps, solved within %,d optimizer steps; < and > are beyond"
                + " these lags%s.%n",
            lags.get(0),
            lags.get(lags.size() - 1),
            result.settings().steps(),
            result.complete() ? "" : "; ? was stopped"));
    return text.toString();
  }
}
