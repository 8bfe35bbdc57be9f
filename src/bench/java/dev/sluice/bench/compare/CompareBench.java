package dev.sluice.bench.compare;

import dev.sluice.device.cpu.ProductRate;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * This engine beside its peers on the CPU: one layer forward and back with all gradients, and
 * training steps of the sentiment model, every engine in a process of its own, in turn.
 */
@Command(
    name = "compare-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures this engine beside its peers, in one run and in turn.",
    exitCodeList = {"0:measured", "1:an engine failed or gave another answer", "2:usage"})
public final class CompareBench implements Callable<Integer> {

  @Option(names = "--plain", description = "Adds this engine without the Vector API.")
  private boolean plain;

  @Option(names = "--python", description = "An interpreter that has torch; adds PyTorch.")
  private String python;

  @Option(names = "--djl", description = "Adds PyTorch through DJL.")
  private boolean djl;

  @Option(names = "--dl4j", description = "Adds Deeplearning4j.")
  private boolean dl4j;

  @Option(names = "--cells", split = ",", defaultValue = "lstm,gru,rnn")
  private List<String> cells;

  @Option(
      names = "--shapes",
      split = " ",
      arity = "1..*",
      defaultValue =
          "1,128,128,256 8,64,64,64 32,64,64,128 32,128,256,512 128,64,256,512 256,32,512,1024"
              + " 64,400,100,128r",
      description = "Layers: each N,T,I,H; with r, rows as long as reviews, at most T.")
  private List<String> shapes;

  @Option(
      names = "--steps",
      split = " ",
      arity = "0..*",
      defaultValue = "64,400,64,128r",
      description = "Training steps of the sentiment model, in the same notation.")
  private List<String> steps;

  @Option(names = "--threads", split = ",", description = "Default: all, then 1.")
  private List<Integer> threads;

  @Option(names = "--rounds", defaultValue = "7", description = "Turns of each engine.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "0.4", description = "Of a turn, at least.")
  private double seconds;

  @Option(names = "--warm-up", defaultValue = "1", description = "Seconds before the turns.")
  private double warmUp;

  @Option(names = "--json", paramLabel = "FILE", defaultValue = "target/bench/compare.json")
  private Path json;

  @Option(names = "--picture", paramLabel = "FILE", defaultValue = "target/bench/compare.svg")
  private Path picture;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CompareBench()).execute(arguments));
  }

  @Override
  public Integer call() {
    PrintStream log = System.err;
    Comparison.Turns turns = new Comparison.Turns(rounds, seconds, warmUp);
    List<Measurement> results = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    List<CompareReport.Limit> limits = new ArrayList<>();
    int all = Runtime.getRuntime().availableProcessors();
    for (int count : threads == null ? List.of(all, 1) : threads) {
      log.printf("%d threads: the arithmetic limit%n", count);
      double before = ProductRate.gigaflops(count, Math.min(0.1, seconds));
      List<EngineProcess> processes = new ArrayList<>();
      try {
        for (Rival rival : rivals()) {
          processes.add(rival.start(count));
        }
        if (descriptions.isEmpty()) {
          processes.forEach(p -> descriptions.add(p.name() + ": " + p.description()));
        }
        for (Work work : work()) {
          log.printf("%s %s, %d threads%n", work.cell(), work.shape(), count);
          results.addAll(Comparison.of(work, count, processes, turns, log::println));
        }
      } finally {
        processes.forEach(EngineProcess::close);
      }
      double limit = Math.max(before, ProductRate.gigaflops(count, Math.min(0.1, seconds)));
      limits.add(new CompareReport.Limit(count, limit));
    }
    CompareReport report = new CompareReport(descriptions, limits, results);
    CompareTable.print(report, System.out);
    makeFolder(json);
    makeFolder(picture);
    report.writeJson(json);
    RatioPicture.write(picture, report);
    return report.isGood() ? 0 : 1;
  }

  private List<Rival> rivals() {
    List<Rival> rivals = new ArrayList<>(List.of(Rival.sluice()));
    if (plain) {
      rivals.add(Rival.plain());
    }
    if (python != null) {
      rivals.add(Rival.pytorch(python));
    }
    if (djl) {
      rivals.add(Rival.djl());
    }
    if (dl4j) {
      rivals.add(Rival.dl4j());
    }
    return rivals;
  }

  private List<Work> work() {
    List<Work> work = new ArrayList<>();
    for (String shape : shapes) {
      cells.forEach(cell -> work.add(Workload.layer(cell, shape)));
    }
    for (String shape : steps) {
      cells.forEach(cell -> work.add(Workload.sentiment(cell, shape)));
    }
    return work;
  }

  private static void makeFolder(Path file) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
