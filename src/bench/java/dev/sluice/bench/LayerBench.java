package dev.sluice.bench;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One recurrent layer, forward and back with the gradients by inputs and all weights, for each
 * cell, precision, shape and plan. Prints a Markdown table; {@code ci/bench_torch.py} sets the
 * results beside PyTorch's.
 */
@Command(
    name = "layer-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    exitCodeList = {"0:measured", "1:a run failed, or the plans do not agree", "2:usage"})
public final class LayerBench implements Callable<Integer> {
  private static final List<PlanKind> PLANS = List.of(PlanKind.STEPWISE, PlanKind.GRAPH);

  @Option(names = "--device", defaultValue = "cuda", description = "By name.")
  private String deviceName;

  @Option(
      names = "--shapes",
      arity = "1..*",
      defaultValue = "64,128,256,256 128,256,512,512 512,128,512,1024",
      split = " ",
      description = "Each N,T,I,H.")
  private List<String> shapes;

  @Option(
      names = "--precisions",
      split = ",",
      defaultValue = "FLOAT32,TF32,BFLOAT16",
      description = "Of the matrix products.")
  private List<Precision> precisions;

  @Option(
      names = "--seconds",
      defaultValue = "150",
      description = "After these nothing new is begun.")
  private long seconds;

  @Option(
      names = "--untimed",
      description = "One pass each and no times: for a device whose speed means nothing.")
  private boolean untimed;

  @Option(names = "--json", paramLabel = "FILE", description = "Also as JSON.")
  private Path json;

  private final List<LayerResult> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private String description;
  private long deadline;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LayerBench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (Precision precision : precisions) {
      for (PlanKind plan : PLANS) {
        DeviceOptions options = DeviceOptions.defaults().withPrecision(precision).withPlan(plan);
        try (Device device = Devices.open(deviceName, options)) {
          description = device.description();
          measure(device, options);
        }
      }
    }
    BenchReport report = new BenchReport(description, results, failures);
    report.print(System.out);
    if (json != null) {
      report.writeJson(json);
    }
    return report.isGood() ? 0 : 1;
  }

  private void measure(Device device, DeviceOptions options) {
    for (String text : shapes) {
      LayerShape shape = LayerShape.parse(text);
      for (Cell cell : cells(shape)) {
        String name =
            "%s %s %s %s".formatted(cell.kind(), shape, options.precision(), options.plan());
        if (System.nanoTime() > deadline) {
          failures.add(name + ": not begun, out of time");
          continue;
        }
        try (LayerRun run = new LayerRun(device, cell, shape)) {
          run.pass();
          Map<String, LayerRun.Answer> answers = run.answers();
          double[] times = untimed ? new double[0] : times(run);
          results.add(
              LayerResult.of(cell, shape, options.precision(), options.plan(), times, answers));
        } catch (DeviceException e) {
          failures.add(name + ": " + e.getMessage());
        }
      }
    }
  }

  private static List<Cell> cells(LayerShape shape) {
    int i = shape.inputSize();
    int h = shape.hiddenSize();
    return List.of(Rnn.of(i, h), Lstm.of(i, h), Gru.of(i, h));
  }

  /** Half a second of warm-up and three passes at least; then a second, of 10 to 50 passes. */
  private static double[] times(LayerRun run) {
    repeat(run, 3, 50, 0.5);
    double[] times = repeat(run, 10, 50, 1);
    Arrays.sort(times);
    return times;
  }

  private static double[] repeat(LayerRun run, int least, int most, double enough) {
    double[] times = new double[most];
    int count = 0;
    for (double sum = 0; count < least || count < most && sum < enough; count++) {
      long start = System.nanoTime();
      run.pass();
      times[count] = (System.nanoTime() - start) * 1e-9;
      sum += times[count];
    }
    return Arrays.copyOf(times, count);
  }
}
