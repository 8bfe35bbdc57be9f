package dev.sluice.app.gradients;

import dev.sluice.app.run.RunFolder;
import dev.sluice.insight.gradient.GradientCsv;
import dev.sluice.insight.gradient.GradientPage;
import dev.sluice.insight.gradient.GradientReport;
import java.io.PrintWriter;
import java.util.List;

/**
 * The files of an experiment.
 *
 * @param folder where they are written
 * @param report what they hold
 */
record GradientsFiles(RunFolder folder, GradientReport report) {
  private static final String PAGE = "gradients.html";
  private static final String DISTANCES = "gradients.csv";
  private static final String CLIPPING = "clipping.csv";

  /** The names of all files. */
  static final List<String> NAMES = List.of(PAGE, DISTANCES, CLIPPING);

  /** Writes the files, in place of those of an earlier experiment. */
  void write() {
    folder.write(PAGE, GradientPage.of(report).html());
    if (folder.holdsEarlierRun()) {
      folder.removeEarlierRun(PAGE);
    }
    folder.write(DISTANCES, GradientCsv.distances(report));
    folder.write(CLIPPING, GradientCsv.clipping(report));
  }

  /** Prints the paths of the files. */
  void print(PrintWriter out) {
    out.println("page      " + folder.file(PAGE));
    out.println("numbers   " + folder.file(DISTANCES) + ", " + folder.file(CLIPPING));
  }
}
