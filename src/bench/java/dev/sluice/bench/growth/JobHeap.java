package dev.sluice.bench.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The live heap of a command of this program. The command runs in a JVM of its own, and {@code
 * jcmd} samples its live heap.
 *
 * @param arguments of the command
 * @param exitCode of the command
 * @param samples in chronological order
 */
record JobHeap(List<String> arguments, int exitCode, List<Sample> samples) {
  private static final long PAUSE_MILLIS = 500;

  /**
   * One sample.
   *
   * @param seconds since the job's start
   * @param bytes the live heap
   */
  record Sample(double seconds, long bytes) {}

  /** Runs the command to its end; drops its output and shows its errors. */
  static JobHeap watch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java("java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    try {
      long start = System.nanoTime();
      Process job =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        List<Sample> samples = samples(job, start);
        return new JobHeap(List.of(arguments), job.exitValue(), samples);
      } finally {
        job.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Samples the job until it ends. */
  private static List<Sample> samples(Process job, long start)
      throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    while (!job.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      long bytes = liveBytes(job.pid());
      if (bytes > 0) {
        samples.add(new Sample((System.nanoTime() - start) * 1e-9, bytes));
      }
    }
    return samples;
  }

  /** The largest sample; 0 if there are none. */
  @JsonProperty
  long peakBytes() {
    return samples.stream().mapToLong(Sample::bytes).max().orElse(0);
  }

  /** The median sample; 0 if there are none. */
  @JsonProperty
  long medianBytes() {
    long[] sorted = samples.stream().mapToLong(Sample::bytes).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /**
   * The total of a histogram of live objects, for which the JVM collects garbage; 0 without an
   * answer.
   */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(java("jcmd").toString(), Long.toString(pid), "GC.class_histogram")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long bytes = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Total")) {
          bytes = Long.parseLong(line.trim().split("\\s+")[2]);
        }
      }
    }
    jcmd.waitFor();
    return bytes;
  }

  private static Path java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool);
  }
}
