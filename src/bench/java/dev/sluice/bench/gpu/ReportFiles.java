package dev.sluice.bench.gpu;

import dev.sluice.bench.ReportFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The files of a report: {@code PREFIX.md}, {@code PREFIX.json} and pictures that the first one
 * links to.
 *
 * @param prefix of their names, with the folder
 * @param pictures whether to write pictures
 */
record ReportFiles(Path prefix, boolean pictures) {

  /** Writes the files; replaces older ones. */
  void write(BenchReport report) {
    StringBuilder markdown = new StringBuilder(MarkdownReport.of(report));
    write(".json", JsonReport.of(report));
    if (pictures) {
      picture("hidden", StepPlot.of(report, StepPlot.Along.HIDDEN_SIZE), markdown);
      picture("batch", StepPlot.of(report, StepPlot.Along.BATCH), markdown);
      picture("ratio", RatioPlot.of(report), markdown);
    }
    write(".md", markdown.toString());
  }

  private void picture(String name, Optional<String> svg, StringBuilder markdown) {
    svg.ifPresent(
        source -> {
          Path file = write("-" + name + ".svg", source);
          markdown.append(String.format(Locale.ROOT, "%n![%s](%s)%n", name, file.getFileName()));
        });
  }

  private Path write(String ending, String text) {
    Path file = prefix.resolveSibling(prefix.getFileName() + ending);
    ReportFile.write(file, text);
    return file;
  }
}
