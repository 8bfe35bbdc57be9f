package dev.sluice.bench.onnx;

import ai.onnxruntime.OrtException;
import com.sun.management.ThreadMXBean;
import dev.sluice.bench.AnswerError;
import dev.sluice.bench.BenchCommand;
import dev.sluice.bench.Times;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.OnnxRuntime;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares this engine with ONNX Runtime on ONNX models, on one thread each, in alternating rounds.
 */
@Command(
    name = "onnx",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Compares the answers, then times runs in alternating rounds; prints medians of the processor"
            + " time, their ratio, and what a run allocates. Ends with 1 if answers differ.")
public final class OnnxBench implements Callable<Integer> {
  private static final double MAX_ERROR = 1e-4;
  private static final double ROUND_SECONDS = 0.05;

  @Option(names = "--rounds", defaultValue = "41", description = "Rounds of each engine.")
  private int rounds;

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(BenchCommand.run(new OnnxBench(), arguments));
  }

  @Override
  public Integer call() throws IOException, OrtException {
    String missing = OnnxRuntime.unavailable();
    if (missing != null) {
      System.err.println("onnx: nothing to compare with: " + missing);
      return 2;
    }
    boolean agree = true;
    System.out.println(
        "| model | Sluice | ONNX Runtime | ratio | error | bytes a run | of outputs |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (BenchModel model :
        List.of(BenchModel.languageStep(), BenchModel.lstm(32, 1), BenchModel.lstm(64, 64))) {
      agree &= compare(model);
    }
    return agree ? 0 : 1;
  }

  private boolean compare(BenchModel model) throws IOException, OrtException {
    Path file = Files.createTempFile("bench", ".onnx");
    try {
      Files.write(file, model.model().toByteArray());
      try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
          OnnxModel ours = OnnxModel.read(file);
          RuntimeModel theirs = new RuntimeModel(file, model.inputs())) {
        return compare(model, device, ours, theirs);
      }
    } finally {
      Files.delete(file);
    }
  }

  private boolean compare(BenchModel model, Device device, OnnxModel ours, RuntimeModel theirs)
      throws OrtException {
    Map<String, float[]> answers = new LinkedHashMap<>();
    long outputBytes = 0;
    for (Map.Entry<String, HostTensor> output : ours.run(device, model.inputs()).entrySet()) {
      answers.put(output.getKey(), output.getValue().floats());
      outputBytes += 4L * output.getValue().elements();
    }
    AnswerError error = AnswerError.worst(answers, theirs.answers());
    int runs = runsOfARound(theirs);
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long begin = nanoseconds();
      for (int k = 0; k < runs; k++) {
        ours.run(device, model.inputs());
      }
      long middle = nanoseconds();
      for (int k = 0; k < runs; k++) {
        theirs.run();
      }
      there.add((nanoseconds() - middle) * 1e-9 / runs);
      here.add((middle - begin) * 1e-9 / runs);
    }
    // The first rounds warm up.
    int warm = rounds / 4;
    double median = Times.median(here.subList(warm, rounds));
    double theirMedian = Times.median(there.subList(warm, rounds));
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %.4f ms | %.4f ms | %.2f | %.1e | %d | %d |",
            model.name(),
            median * 1e3,
            theirMedian * 1e3,
            median / theirMedian,
            error.value(),
            allocated(() -> ours.run(device, model.inputs())),
            outputBytes));
    return error.value() <= MAX_ERROR;
  }

  /**
   * The processor time of this thread. It does all the work of both engines, and other programs may
   * use the machine.
   */
  private static long nanoseconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static int runsOfARound(RuntimeModel model) throws OrtException {
    int runs = 1;
    while (true) {
      long begin = nanoseconds();
      for (int k = 0; k < runs; k++) {
        model.run();
      }
      if ((nanoseconds() - begin) * 1e-9 >= ROUND_SECONDS) {
        return runs;
      }
      runs *= 2;
    }
  }

  /** Bytes that this thread allocates in a run; the device has no other thread. */
  private static long allocated(Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int runs = 20;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < runs; k++) {
      run.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / runs;
  }
}
