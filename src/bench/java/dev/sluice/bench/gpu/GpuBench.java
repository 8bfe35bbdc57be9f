package dev.sluice.bench.gpu;

import dev.sluice.bench.BenchCommand;
import dev.sluice.bench.engine.AbsentEngine;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Deadline;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.Timing;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.cuda.GpuProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares this engine's plans with PyTorch on one NVIDIA GPU. The tasks are forward passes of
 * recurrent layers, forward and backward passes with all gradients, and training steps of the
 * sentiment model, in each precision. It compares the answers first, then times the engines in
 * alternating rounds. It writes the report again after each task.
 */
@Command(
    name = "gpu-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compares this engine with PyTorch on a GPU.",
    exitCodeList = {
      "0:measured",
      "1:an engine failed or gave a wrong answer, or nothing was measured",
      "2:usage, or no GPU"
    })
public final class GpuBench implements Callable<Integer> {
  private static final List<List<ProductPrecision>> TURNS =
      List.of(
          List.of(ProductPrecision.FLOAT32),
          List.of(ProductPrecision.TF32),
          List.of(ProductPrecision.BFLOAT16, ProductPrecision.FLOAT16));
  private static final List<PlanKind> PLANS =
      List.of(PlanKind.STEPWISE, PlanKind.GRAPH, PlanKind.CUDNN);

  /** So small that even tiny tasks alternate between sets of inputs. */
  private static final long SIMULATED_CACHE_BYTES = 2048;

  private static final Timing MEASURED = Timing.onGpu(0.05, 3, 2, 0.05);

  /** For the warm-up of the JVM, whose results are not reported. */
  private static final Timing WARM_UP = Timing.onGpu(0.3, 1, 1, 0);

  /** On a simulated GPU, where speed means nothing. */
  private static final Timing SIMULATED = Timing.onGpu(0, 1, 1, 0);

  /** A small task: submitting its passes takes all the time, so it warms up the JVM. */
  private static final BenchTask PRELUDE =
      BenchTask.layer("lstm", BenchTask.Sizes.of(2, 32, 8, 8), false);

  @Option(
      names = "--grid",
      description = "${COMPLETION-CANDIDATES}; without it SMALL, or TINY on a simulated GPU.")
  private TaskGrid grid;

  @Option(
      names = "--from",
      defaultValue = "1",
      description = "Number of the grid's first task to run.")
  private int from;

  @Option(names = "--cells", split = ",", defaultValue = "lstm,gru,rnn")
  private List<String> cells;

  @Option(
      names = "--seconds",
      defaultValue = "320",
      description = "The time limit: after it no new work begins; the rest is listed.")
  private double seconds;

  @Option(
      names = "--pytorch",
      arity = "1..*",
      description = "The command of PyTorch's side: PYTHON ci/bench_torch.py")
  private List<String> pytorch;

  @Option(
      names = "--patience",
      defaultValue = "120",
      description = "Longest wait for one answer of PyTorch, in seconds.")
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
    return BenchCommand.run(new GpuBench(), arguments);
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(seconds);
    List<Engine> engines = new ArrayList<>();
    try (Device device = Devices.open("cuda", DeviceOptions.defaults())) {
      GpuProperties gpu = new GpuProperties(device);
      TorchProcess torch = pytorch == null ? null : start(engines);
      if (torch != null) {
        requireSameGpu(gpu, torch);
      }
      PLANS.forEach(plan -> engines.add(GpuHarness.engine(plan)));
      System.err.println("the GPU's limits");
      RooflineLimits limits =
          RooflineLimits.of(
              device,
              torch,
              gpu.simulated() ? RooflineLimits.Work.SIMULATED : RooflineLimits.Work.MEASURED);
      BenchReport report = run(engines, gpu, limits, deadline);
      return report.isGood() ? 0 : 1;
    } catch (DeviceUnavailableException e) {
      System.err.println(e.getMessage());
      return 2;
    } finally {
      engines.forEach(Engine::close);
    }
  }

  /** Starts PyTorch and adds it; returns null if it does not start, which the report then says. */
  private TorchProcess start(List<Engine> engines) {
    TorchProcess torch = new TorchProcess(pytorch, patience);
    try {
      torch.description();
      engines.add(torch);
      return torch;
    } catch (IllegalStateException e) {
      torch.close();
      AbsentEngine absent = new AbsentEngine(ResultRow.PYTORCH, e.getMessage());
      System.err.println(absent.description());
      engines.add(absent);
      return null;
    }
  }

  private static void requireSameGpu(GpuProperties gpu, TorchProcess torch) {
    if (!gpu.simulated() && torch.card().equals("cpu")) {
      throw new DeviceUnavailableException("cuda", torch.description() + " does not see it");
    }
  }

  private BenchReport run(
      List<Engine> engines, GpuProperties gpu, RooflineLimits limits, Deadline deadline) {
    boolean simulated = gpu.simulated();
    EngineComparison bench =
        new EngineComparison(
            List.copyOf(engines),
            TURNS,
            gpu::freeMemory,
            simulated ? SIMULATED_CACHE_BYTES : gpu.cacheBytes(),
            simulated ? SIMULATED : MEASURED,
            deadline);
    TaskGrid chosen = grid != null ? grid : simulated ? TaskGrid.TINY : TaskGrid.SMALL;
    List<BenchTask> tasks =
        chosen.tasks().stream().filter(task -> cells.contains(task.cell())).toList();
    if (!simulated) {
      bench.with(WARM_UP).run(PRELUDE);
    }
    String name =
        String.format(
            Locale.ROOT,
            "grid %s of %s",
            chosen.name().toLowerCase(Locale.ROOT),
            String.join(", ", cells));
    return new GridRun(bench, name, tasks, Math.max(1, from), simulated, gpu.model(), limits)
        .run(new ReportFiles(out, pictures)::write);
  }
}
