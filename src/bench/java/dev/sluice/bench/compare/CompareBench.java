package dev.sluice.bench.compare;

import dev.sluice.bench.BenchCommand;
import dev.sluice.bench.ReportFile;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Deadline;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskBenchmark;
import dev.sluice.bench.engine.TaskBenchmark.Contender;
import dev.sluice.bench.engine.Timing;
import dev.sluice.device.cpu.ProductRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Compares this engine with its peers on the CPU. The work is a forward and a backward pass of one
 * layer with all gradients, and training steps of the sentiment model. Every engine has a process
 * of its own, and they run in alternating rounds.
 */
@Command(
    name = "compare-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compares this engine with its peers in one run, in alternating rounds.",
    exitCodeList = {
      "0:measured",
      "1:an engine failed or gave a wrong answer",
      "2:usage, or an engine does not start"
    })
public final class CompareBench implements Callable<Integer> {

  private static final int MIN_PASSES = 2;

  /** An engine that has used this much time on one task gets no more rounds. */
  private static final double MAX_SECONDS = 30;

  /** Lets the threads of the previous engine go to sleep. */
  private static final long PAUSE_MILLIS = 250;

  @Spec private CommandSpec spec;

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
      description = "Layers: each N,T,I,H; with r, rows have the lengths of reviews, at most T.")
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

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds of each engine.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "0.4", description = "The shortest time of a round.")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "1",
      description = "Seconds of warm-up before the rounds.")
  private double warmUp;

  @Option(
      names = "--patience",
      defaultValue = "300",
      description = "Longest wait for one answer of an engine, in seconds.")
  private double patience;

  @Option(names = "--json", paramLabel = "FILE", defaultValue = "target/bench/compare.json")
  private Path json;

  @Option(names = "--picture", paramLabel = "FILE", defaultValue = "target/bench/compare.svg")
  private Path picture;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(BenchCommand.run(new CompareBench(), arguments));
  }

  @Override
  public Integer call() {
    List<Integer> counts = threads();
    List<BenchTask> work = work();
    List<EngineLauncher> competitors = competitors();
    requireTurns();
    return measure(counts, work, competitors).isGood() ? 0 : 1;
  }

  private CompareReport measure(
      List<Integer> counts, List<BenchTask> work, List<EngineLauncher> competitors) {
    List<Measurement> results = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    List<CompareReport.Limit> limits = new ArrayList<>();
    for (int count : counts) {
      List<Engine> engines =
          competitors.stream().<Engine>map(other -> other.engine(count, patience)).toList();
      try {
        if (descriptions.isEmpty()) {
          engines.forEach(engine -> descriptions.add(description(engine)));
        }
        double before = productRate(count);
        results.addAll(compare(work, count, engines));
        limits.add(new CompareReport.Limit(count, Math.max(before, productRate(count))));
      } finally {
        engines.forEach(Engine::close);
      }
    }
    CompareReport report = new CompareReport(descriptions, limits, results);
    System.out.print(CompareTable.of(report));
    ReportFile.write(json, report.json());
    ReportFile.write(picture, RatioPicture.of(report));
    report.bad().forEach(CompareBench::tell);
    return report;
  }

  private List<Measurement> compare(List<BenchTask> work, int count, List<Engine> engines) {
    Timing timing = new Timing(warmUp, rounds, MIN_PASSES, seconds, MAX_SECONDS, PAUSE_MILLIS);
    List<Contender> contenders =
        engines.stream().map(engine -> new Contender(engine, ProductPrecision.FLOAT32)).toList();
    List<Measurement> results = new ArrayList<>();
    for (BenchTask task : work) {
      System.err.printf(
          Locale.ROOT, "%s %s, %d threads%n", task.cell(), TaskNotation.shape(task), count);
      TaskBenchmark.of(contenders, task, 1, timing, Deadline.NEVER, new TaskBenchmark.Reference())
          .forEach(result -> results.add(new Measurement(count, result)));
    }
    return results;
  }

  private double productRate(int count) {
    System.err.printf(Locale.ROOT, "%d threads: our best packed product%n", count);
    return ProductRate.gigaflops(count, Math.min(0.1, seconds));
  }

  /**
   * The engine's description. An engine that fails to give it is reported before anything is
   * measured.
   */
  private String description(Engine engine) {
    try {
      return engine.name() + ": " + engine.description();
    } catch (IllegalStateException e) {
      throw mistake(engine.name() + ": " + e.getMessage(), e);
    }
  }

  private static void tell(Measurement bad) {
    System.err.printf(
        Locale.ROOT,
        "not good: %s, %s %s, %d threads: %s%n",
        bad.engine(),
        bad.task().cell(),
        bad.shape(),
        bad.threads(),
        bad.result().note());
  }

  private void requireTurns() {
    if (rounds < 1 || !(seconds >= 0) || !(warmUp >= 0) || !(patience > 0)) {
      throw mistake(
          "--rounds, --seconds, --warm-up, --patience: expected one round or more and no negative"
              + String.format(
                  Locale.ROOT, " times, got %d, %s, %s, %s", rounds, seconds, warmUp, patience),
          null);
    }
  }

  private List<Integer> threads() {
    List<Integer> counts =
        threads == null ? List.of(Runtime.getRuntime().availableProcessors(), 1) : threads;
    if (counts.stream().anyMatch(count -> count < 1)) {
      throw mistake("--threads: expected 1 or more, got " + counts, null);
    }
    return counts.stream().distinct().toList();
  }

  private ParameterException mistake(String message, RuntimeException cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }

  private List<EngineLauncher> competitors() {
    List<EngineLauncher> competitors = new ArrayList<>(List.of(EngineLauncher.sluice()));
    if (plain) {
      competitors.add(EngineLauncher.plain());
    }
    if (python != null) {
      competitors.add(EngineLauncher.pytorch(python));
    }
    try {
      if (djl) {
        competitors.add(EngineLauncher.djl());
      }
      if (dl4j) {
        competitors.add(EngineLauncher.dl4j());
      }
    } catch (IllegalStateException e) {
      throw mistake(e.getMessage(), e);
    }
    return competitors;
  }

  private List<BenchTask> work() {
    List<BenchTask> work = new ArrayList<>();
    try {
      for (String shape : shapes) {
        cells.forEach(cell -> work.add(TaskNotation.layer(cell, shape)));
      }
      for (String shape : steps) {
        cells.forEach(cell -> work.add(TaskNotation.step(cell, shape)));
      }
    } catch (IllegalArgumentException e) {
      throw mistake(e.getMessage(), e);
    }
    return work;
  }
}
