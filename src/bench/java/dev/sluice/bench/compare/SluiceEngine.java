package dev.sluice.bench.compare;

import dev.sluice.bench.LayerRun;
import dev.sluice.bench.LayerShape;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.util.Map;

/** This engine on the CPU. */
final class SluiceEngine implements Engine {
  private final Device device;

  private SluiceEngine(Device device) {
    this.device = device;
  }

  /** Serves requests; the only argument is the number of threads. */
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[0]);
    DeviceOptions options = DeviceOptions.defaults().withThreads(threads);
    try (Device device = Devices.open("cpu", options)) {
      EngineServer.serve(new SluiceEngine(device));
    }
  }

  static Cell cell(Workload work) {
    return switch (work.cell()) {
      case "rnn" -> Rnn.of(work.inputSize(), work.hiddenSize());
      case "lstm" -> Lstm.of(work.inputSize(), work.hiddenSize());
      default -> Gru.of(work.inputSize(), work.hiddenSize());
    };
  }

  @Override
  public String description() {
    return "Sluice, " + device.description();
  }

  @Override
  public Prepared prepare(Workload work) {
    return work.kind() == Workload.Kind.LAYER
        ? new Layer(device, work)
        : new SluiceStep(device, work);
  }

  private static final class Layer implements Prepared {
    private final LayerRun run;

    Layer(Device device, Workload work) {
      LayerShape shape =
          new LayerShape(work.batch(), work.timesteps(), work.inputSize(), work.hiddenSize());
      run = new LayerRun(device, cell(work), shape, work.lengths());
    }

    @Override
    public void pass() {
      run.clearGradients();
      run.pass();
    }

    @Override
    public Map<String, float[]> answers() {
      return run.answers();
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
