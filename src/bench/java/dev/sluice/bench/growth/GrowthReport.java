package dev.sluice.bench.growth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.MarkdownTable;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The results of a {@link GrowthBench}.
 *
 * @param device its description
 * @param series of all cells
 * @param epochBytes live heap after each epoch of a training run
 * @param jobs commands whose heap was sampled
 */
record GrowthReport(String device, List<Series> series, List<Long> epochBytes, List<JobHeap> jobs) {

  /** Prints the report as Markdown. */
  void print(PrintStream out) {
    out.println("* " + device);
    out.println(
        "* A layer, forward and backward: the median time; the largest live heap of the process,"
            + " between the passes or after them; the layer's part of it, with its weights, inputs"
            + " and gradients.");
    out.println();
    MarkdownTable exponents =
        new MarkdownTable(
            List.of("cell", "doubled", "time per step grows as", "the layer's memory grows as"));
    for (Series one : series) {
      String size = one.size();
      exponents.row(
          List.of(
              one.cell(),
              size,
              size + number("^%.2f", one.timeExponent()),
              size + number("^%.2f", one.memoryExponent())));
    }
    out.print(exponents);
    out.println();
    MarkdownTable points =
        new MarkdownTable(
            List.of("cell", "N,T,I,H", "ms", "µs per step", "live heap, MB", "the layer's, MB"));
    for (Series one : series) {
      for (Series.Point point : one.points()) {
        points.row(
            List.of(
                one.cell(),
                point.shape().toString(),
                number("%.2f", point.seconds() * 1e3),
                number("%.1f", point.secondsPerStep() * 1e6),
                number("%.2f", point.peakBytes() * 1e-6),
                number("%.2f", point.layerBytes() * 1e-6)));
      }
    }
    out.print(points);
    out.println();
    String epochs =
        epochBytes.stream()
            .map(bytes -> String.format(Locale.ROOT, "%.2f", bytes * 1e-6))
            .collect(Collectors.joining(", "));
    out.println("Live heap after each epoch of one training run, MB: " + epochs);
    for (JobHeap job : jobs) {
      print(
          out,
          "%nLive heap of `sluice %s` (exit code %d), MB: median %.0f, largest %.0f of %d samples%n",
          String.join(" ", job.arguments()),
          job.exitCode(),
          job.medianBytes() * 1e-6,
          job.peakBytes() * 1e-6,
          job.samples().size());
    }
  }

  private static void print(PrintStream out, String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** All numbers as JSON. */
  String json() {
    return new ObjectMapper().valueToTree(this).toPrettyString() + System.lineSeparator();
  }
}
