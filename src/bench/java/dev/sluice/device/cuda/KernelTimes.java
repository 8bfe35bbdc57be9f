package dev.sluice.device.cuda;

import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.cudnn.CudnnUnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Measures the parts of a recurrence's timestep on a GPU separately: a launch, a node of a graph,
 * the recurrent product, the step kernel, a barrier of the whole grid, and cuDNN's algorithms.
 * Prints a table in microseconds, each row as soon as it is measured.
 */
public final class KernelTimes {

  /** N, H, and T of one pass through cuDNN. */
  record Shape(String name, int batch, int hidden, int timesteps) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("N16 H768", 16, 768, 256),
          new Shape("N128 H512", 128, 512, 128),
          new Shape("N512 H1024", 512, 1024, 64),
          new Shape("N64 H128", 64, 128, 256));

  private static final List<Shape> SIMULATED = List.of(new Shape("N2 H4", 2, 4, 3));

  private final boolean simulated;
  private boolean good = true;

  private KernelTimes(boolean simulated) {
    this.simulated = simulated;
  }

  /** Ends the process with 0, with 1 if something could not be measured, with 2 without a GPU. */
  public static void main(String[] arguments) {
    System.exit(run());
  }

  /** The exit code. */
  static int run() {
    boolean simulated;
    try (var device = Devices.open("cuda", DeviceOptions.defaults())) {
      simulated = new GpuProperties(device).simulated();
    } catch (DeviceUnavailableException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    return new KernelTimes(simulated).measure();
  }

  private int measure() {
    System.out.println("| what | microseconds |");
    System.out.println("|---|---|");
    for (Precision precision : Precision.values()) {
      try (CudaDevice device = open(precision)) {
        var times = new StepTimes(device, simulated);
        if (precision == Precision.FLOAT32) {
          row("an empty kernel, launched", times::launch);
          row("an empty kernel, as a node of a graph", times::node);
          row("a barrier of all multiprocessors, one counter", () -> times.barrier("one"));
          row("a barrier of all multiprocessors, eight counters", () -> times.barrier("eight"));
        }
        for (Shape shape : shapes()) {
          String where = shape.name() + ", " + precision.name().toLowerCase(Locale.ROOT);
          row("LSTM " + where + ": recurrent product", () -> times.product(shape));
          row("LSTM " + where + ": step kernel", () -> times.stepKernel(shape));
        }
      }
    }
    cudnn();
    return good ? 0 : 1;
  }

  private void cudnn() {
    DeviceOptions options = DeviceOptions.defaults().withPlan(PlanKind.CUDNN);
    try (CudaDevice device = new CudaDevice(options)) {
      for (Shape shape : shapes()) {
        for (CudnnTimes.Kind kind : CudnnTimes.Kind.values()) {
          for (CudnnTimes.Algorithm algorithm : CudnnTimes.Algorithm.values()) {
            String where = "cuDNN LSTM " + shape.name() + ", " + kind + ", " + algorithm;
            try (CudnnTimes times = new CudnnTimes(device, shape, kind, algorithm, simulated)) {
              row(where + ": a step forward", times::forward);
              row(where + ": a step forward and backward", times::forwardAndBackward);
            } catch (DeviceException e) {
              tell(where, e.getMessage());
            }
          }
        }
      }
    } catch (DeviceException | IllegalArgumentException e) {
      tell("cuDNN", e.getMessage());
    }
  }

  private List<Shape> shapes() {
    return simulated ? SIMULATED : SHAPES;
  }

  private static CudaDevice open(Precision precision) {
    return new CudaDevice(DeviceOptions.defaults().withPrecision(precision));
  }

  /** Prints a row of the table; on a simulated GPU without its time, which would mean nothing. */
  private void row(String what, DoubleSupplier seconds) {
    try {
      double measured = seconds.getAsDouble();
      tell(what, simulated ? "simulated" : String.format(Locale.ROOT, "%.3f", measured * 1e6));
    } catch (CudnnUnsupportedException e) {
      tell(what, "not supported");
    } catch (RuntimeException e) {
      good = false;
      tell(what, "FAILED: " + e.getMessage());
    }
  }

  private static void tell(String what, String found) {
    System.out.printf(Locale.ROOT, "| %s | %s |%n", what, found);
  }
}
