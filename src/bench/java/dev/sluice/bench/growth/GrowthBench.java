package dev.sluice.bench.growth;

import dev.sluice.bench.BenchCommand;
import dev.sluice.bench.LayerShape;
import dev.sluice.bench.ReportFile;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how time and memory of this engine grow with T, N and H on the CPU. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Time per step and memory of one layer as T, N and H are doubled; the live heap after each"
            + " epoch of a training run; that of the sentiment job.")
public final class GrowthBench implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--cells", split = ",", defaultValue = "lstm,gru,rnn")
  private List<String> cells;

  @Option(
      names = "--base",
      paramLabel = "N,T,I,H",
      defaultValue = "16,64,64,64",
      description = "The sizes to begin with.")
  private String base;

  @Option(names = "--doublings", defaultValue = "4", description = "Of each of T, N, H; 2 or more.")
  private int doublings;

  @Option(names = "--seconds", defaultValue = "0.5", description = "Of a shape's passes, at least.")
  private double seconds;

  @Option(names = "--epochs", defaultValue = "8", description = "Of the training run.")
  private int epochs;

  @Option(
      names = "--no-job",
      description = "Skips the sentiment job, which downloads its reviews at first use.")
  private boolean noJob;

  @Option(names = "--threads", description = "Default: all.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--folder",
      defaultValue = "target/bench",
      description = "Of growth.json and growth.svg.")
  private Path folder;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(BenchCommand.run(new GrowthBench(), arguments));
  }

  @Override
  public Integer call() throws IOException {
    Map<String, LayerGrowth.CellMaker> makers = new LinkedHashMap<>();
    LayerShape first;
    try {
      cells.forEach(cell -> makers.put(cell, maker(cell)));
      first = LayerShape.parse(base);
      requireNumbers();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return measure(makers, first);
  }

  private void requireNumbers() {
    if (doublings < 2 || epochs < 1 || threads < 1 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "--doublings, --epochs, --threads, --seconds: expected at least 2, 1, 1, 0, got "
              + String.format(Locale.ROOT, "%d, %d, %d, %s", doublings, epochs, threads, seconds));
    }
  }

  private int measure(Map<String, LayerGrowth.CellMaker> makers, LayerShape first)
      throws IOException {
    long emptyBytes = LiveHeap.bytes();
    System.err.println("epochs");
    List<Long> epochBytes = EpochGrowth.bytes(epochs, threads);
    List<Series> series = new ArrayList<>();
    makers.forEach(
        (cell, maker) -> {
          System.err.println(cell);
          LayerGrowth growth = new LayerGrowth(cell, maker, threads, seconds, emptyBytes);
          series.addAll(growth.series(first, doublings));
        });
    List<JobHeap> jobs = noJob ? List.of() : List.of(sentiment());
    GrowthReport report = new GrowthReport(device(), series, epochBytes, jobs);
    report.print(System.out);
    ReportFile.write(folder.resolve("growth.json"), report.json());
    ReportFile.write(folder.resolve("growth.svg"), GrowthPicture.of(series));
    return jobs.stream().allMatch(job -> job.exitCode() == 0) ? 0 : 1;
  }

  private JobHeap sentiment() {
    String run = folder.resolve("growth-run").toString();
    return JobHeap.watch(
        "sentiment", "train", "--preset", "fast", "--device", "cpu", "--out", run, "--force");
  }

  private String device() {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads))) {
      return device.description();
    }
  }

  private static LayerGrowth.CellMaker maker(String cell) {
    return switch (cell) {
      case "rnn" -> Rnn::of;
      case "lstm" -> Lstm::of;
      case "gru" -> Gru::of;
      default ->
          throw new IllegalArgumentException(
              "--cells: expected rnn, lstm or gru, got \"" + cell + "\"");
    };
  }
}
