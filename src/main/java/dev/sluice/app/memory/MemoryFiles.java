package dev.sluice.app.memory;

import dev.sluice.app.run.RunFolder;
import dev.sluice.insight.memory.MemoryPage;
import dev.sluice.insight.memory.MemoryResult;
import java.io.PrintWriter;
import java.util.List;

/**
 * The files of an experiment.
 *
 * @param folder where they are written
 * @param result what they hold
 * @param device description of the device of the trainings
 */
record MemoryFiles(RunFolder folder, MemoryResult result, String device) {
  private static final String TABLE = "memory.csv";
  private static final String CURVES = "curves.csv";
  private static final String JSON = "memory.json";
  private static final String PAGE = "memory.html";

  /** The names of all files. */
  static final List<String> NAMES = List.of(TABLE, CURVES, JSON, PAGE);

  /** Writes the files, in place of those of an earlier experiment. */
  void write() {
    folder.write(JSON, json());
    if (folder.holdsEarlierRun()) {
      folder.removeEarlierRun(JSON);
    }
    folder.write(TABLE, MemoryCsv.table(result));
    folder.write(CURVES, MemoryCsv.curves(result));
    folder.write(PAGE, MemoryPage.of(result, device).html());
  }

  /** The result as JSON. */
  String json() {
    return MemoryJson.text(result, device);
  }

  /** Prints the paths of the files. */
  void print(PrintWriter out) {
    out.println("table     " + folder.file(TABLE));
    out.println("curves    " + folder.file(CURVES));
    out.println("json      " + folder.file(JSON));
    out.println("page      " + folder.file(PAGE));
  }
}
