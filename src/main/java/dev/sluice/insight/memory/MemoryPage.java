package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.PairsTable;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of an experiment: a table of the longest lags, and for each task its learning curves.
 * Equal results give equal pages.
 */
public final class MemoryPage {
  private MemoryPage() {}

  /**
   * Makes the page.
   *
   * @param device description of the device of the trainings
   */
  public static HtmlPage of(MemoryResult result, String device) {
    Require.present("result", result);
    Require.present("device", device);
    MemorySettings settings = result.settings();
    HtmlPage page =
        HtmlPage.of("How long they remember")
            .withDescription(
                String.format(
                    Locale.ROOT,
                    "Each cell was trained on tasks that need a memory, with %,d optimizer steps for"
                        + " every training. The lag is the number of timesteps that it has to"
                        + " bridge.",
                    settings.steps()))
            .withPart(
                Section.of(
                    "The longest lag that each cell solved",
                    table(result),
                    Paragraph.note(
                        "≥ is the longest lag that was tried, and < the shortest. A task is solved"
                            + " when the loss on held-out sequences is a tenth of the loss of the"
                            + " best answer without memory, the baseline.")));
    if (!result.complete()) {
      page = page.withPart(Paragraph.note("The experiment was stopped; searches are missing."));
    }
    for (TaskKind task : result.tasks()) {
      page = page.withPart(new TaskSection(result, task));
    }
    return page.withFooter(Section.of("Settings", new PairsTable(rows(settings, device))))
        .withFooter(
            Paragraph.note(
                "Tasks: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, 1997; M. Arjovsky,"
                    + " A. Shah and Y. Bengio, Unitary Evolution Recurrent Neural Networks, 2016."
                    + " Biases of the gates: C. Tallec and Y. Ollivier, Can recurrent neural"
                    + " networks warp time?, 2018."));
  }

  /** The table of the longest lags: a row for each task, a column for each cell. */
  public static DataTable table(MemoryResult result) {
    Require.present("result", result);
    List<String> columns = new ArrayList<>(List.of("task"));
    result.cells().forEach(cell -> columns.add(cell.name()));
    List<List<String>> rows = new ArrayList<>();
    for (TaskKind task : result.tasks()) {
      List<String> row = new ArrayList<>(List.of(TaskSection.title(task)));
      for (CellKind cell : result.cells()) {
        row.add(result.span(task, cell).map(TaskSection::lag).orElse("stopped"));
      }
      rows.add(row);
    }
    return new DataTable("Longest lag solved, in timesteps", columns, rows);
  }

  private static Map<String, String> rows(MemorySettings settings, String device) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("lags", settings.lags().toString().replaceAll("[\\[\\]]", ""));
    rows.put("optimizer steps", String.format(Locale.ROOT, "%,d", settings.steps()));
    rows.put("hidden size", String.valueOf(settings.hiddenSize()));
    rows.put("sequences per step", String.valueOf(settings.batchSize()));
    rows.put("optimizer", "Adam, learning rate " + settings.learningRate());
    rows.put("gradient norm", "at most " + settings.gradientNorm());
    rows.put(
        "held-out sequences",
        String.format(
            Locale.ROOT,
            "%,d, measured every %d steps",
            settings.heldOut(),
            settings.checkInterval()));
    rows.put("seed", String.valueOf(settings.seed()));
    rows.put("each training on", device);
    return rows;
  }
}
