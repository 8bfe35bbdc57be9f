package dev.sluice.bench.gpu;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.cuda.Card;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * This engine's plans beside PyTorch on one NVIDIA GPU: recurrent layers forward, and forward and
 * back with all gradients, and training steps of the sentiment model, in each precision, in turn,
 * after the answers were compared. The report is written anew after each task.
 */
@Command(
    name = "gpu-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures this engine beside PyTorch on a GPU.",
    exitCodeList = {
      "0:measured",
      "1:an engine failed or gave another answer, or nothing was measured",
      "2:usage, or no GPU"
    })
public final class GpuBench implements Callable<Integer> {
  private static final List<List<Arithmetic>> TURNS =
      List.of(
          List.of(Arithmetic.FLOAT32),
          List.of(Arithmetic.TF32),
          List.of(Arithmetic.BFLOAT16, Arithmetic.FLOAT16));
  private static final List<PlanKind> PLANS =
      List.of(PlanKind.STEPWISE, PlanKind.GRAPH, PlanKind.CUDNN);

  /** So small that the inputs of tiny tasks go around, too. */
  private static final long SIMULATED_CACHE_BYTES = 2048;

  /** Small, so that the time of its passes is that of submitting them. */
  private static final Task PRELUDE = Task.layer("lstm", Task.Sizes.of(2, 32, 8, 8), false);

  @Option(
      names = "--grid",
      description = "${COMPLETION-CANDIDATES}; without it SMALL, or TINY on a simulated card.")
  private Grid grid;

  @Option(names = "--from", defaultValue = "1", description = "The grid's task to begin with.")
  private int from;

  @Option(names = "--cells", split = ",", defaultValue = "lstm,gru,rnn")
  private List<String> cells;

  @Option(
      names = "--seconds",
      defaultValue = "320",
      description = "After these nothing new is begun; what is left is listed.")
  private double seconds;

  @Option(
      names = "--pytorch",
      arity = "1..*",
      description = "The command of PyTorch's side: PYTHON ci/bench_torch.py")
  private List<String> pytorch;

  @Option(names = "--patience", defaultValue = "120", description = "Seconds for one answer of it.")
  private double patience;

  @Option(
      names = "--out",
      paramLabel = "PREFIX",
      defaultValue = "target/bench/gpu",
      description = "Writes PREFIX.md, PREFIX.json, PREFIX-*.svg.")
  private Path out;

  @Option(names = "--no-pictures", negatable = true, description = "Without PREFIX-*.svg.")
  private boolean pictures = true;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** The exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new GpuBench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(seconds);
    List<Engine> engines = new ArrayList<>();
    try (Device device = Devices.open("cuda", DeviceOptions.defaults())) {
      Card card = new Card(device);
      TorchEngine rival = pytorch == null ? null : start(engines);
      if (rival != null) {
        requireCard(card, rival);
      }
      PLANS.forEach(plan -> engines.add(new SluiceEngine(plan)));
      System.err.println("the card's limits");
      Limits limits =
          Limits.of(device, rival, card.simulated() ? Limits.Work.SIMULATED : Limits.Work.MEASURED);
      BenchReport report = run(engines, card, limits, deadline);
      return report.isGood() ? 0 : 1;
    } catch (DeviceUnavailableException e) {
      System.err.println(e.getMessage());
      return 2;
    } finally {
      engines.forEach(Engine::close);
    }
  }

  /** Adds the rival; null if it does not start, which every report then tells. */
  private TorchEngine start(List<Engine> engines) {
    try {
      TorchEngine rival = new TorchEngine(pytorch, patience);
      engines.add(rival);
      return rival;
    } catch (IllegalStateException e) {
      AbsentEngine absent = new AbsentEngine(Row.RIVAL, e.getMessage());
      System.err.println(absent.description());
      engines.add(absent);
      return null;
    }
  }

  private static void requireCard(Card card, TorchEngine rival) {
    if (!card.simulated() && rival.card().equals("cpu")) {
      throw new DeviceUnavailableException("cuda", rival.description() + " does not see it");
    }
  }

  private BenchReport run(List<Engine> engines, Card card, Limits limits, Deadline deadline) {
    boolean simulated = card.simulated();
    Bench bench =
        new Bench(
            List.copyOf(engines),
            TURNS,
            card::freeMemory,
            simulated ? SIMULATED_CACHE_BYTES : card.cacheBytes(),
            simulated ? Timing.SIMULATED : Timing.MEASURED,
            deadline);
    Grid chosen = grid != null ? grid : simulated ? Grid.TINY : Grid.SMALL;
    List<Task> tasks = chosen.tasks().stream().filter(task -> cells.contains(task.cell())).toList();
    if (!simulated) {
      bench.with(Timing.PRELUDE).run(PRELUDE);
    }
    String name =
        String.format(
            Locale.ROOT,
            "grid %s of %s",
            chosen.name().toLowerCase(Locale.ROOT),
            String.join(", ", cells));
    return new GridRun(bench, name, tasks, Math.max(1, from), simulated, card.model(), limits)
        .run(new ReportFiles(out, pictures)::write);
  }
}
