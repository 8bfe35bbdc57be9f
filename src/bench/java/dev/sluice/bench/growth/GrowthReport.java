package dev.sluice.bench.growth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    out.println("| cell | doubled | time per step grows as | the layer's memory grows as |");
    out.println("|---|---|---|---|");
    for (Series one : series) {
      String size = one.size();
      print(
          out,
          "| %s | %s | %s^%.2f | %s^%.2f |%n",
          one.cell(),
          size,
          size,
          one.timeExponent(),
          size,
          one.memoryExponent());
    }
    out.println();
    out.println("| cell | N,T,I,H | ms | µs per step | live heap, MB | the layer's, MB |");
    out.println("|---|---|---|---|---|---|");
    for (Series one : series) {
      for (Series.Point point : one.points()) {
        print(
            out,
            "| %s | %s | %.2f | %.1f | %.2f | %.2f |%n",
            one.cell(),
            point.shape(),
            point.seconds() * 1e3,
            point.secondsPerStep() * 1e6,
            point.peakBytes() * 1e-6,
            point.layerBytes() * 1e-6);
      }
    }
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

  /** Writes all numbers as JSON. */
  void writeJson(Path file) {
    try {
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
