package dev.sluice.app.cost;

import dev.sluice.app.run.RunFolder;
import dev.sluice.insight.cost.CostPage;
import dev.sluice.insight.cost.CostResult;
import java.io.PrintWriter;
import java.util.List;

/**
 * The files of a comparison.
 *
 * @param folder where they are written
 * @param result what they hold
 */
record CostFiles(RunFolder folder, CostResult result) {
  private static final String PAGE = "cost.html";
  private static final String TABLE = "cost.csv";
  private static final String JSON = "cost.json";

  /** The names of all files. */
  static final List<String> NAMES = List.of(PAGE, TABLE, JSON);

  /** Writes the files, in place of those of an earlier comparison. */
  void write() {
    folder.write(JSON, CostJson.text(result));
    if (folder.holdsEarlierRun()) {
      folder.removeEarlierRun(JSON);
    }
    folder.write(TABLE, CostCsv.text(result));
    folder.write(PAGE, new CostPage(result).page().html());
  }

  /** Prints the paths of the files. */
  void print(PrintWriter out) {
    out.println("page      " + folder.file(PAGE));
    out.println("table     " + folder.file(TABLE));
    out.println("json      " + folder.file(JSON));
  }
}
