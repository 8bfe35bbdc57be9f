package dev.sluice.app.run;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import picocli.CommandLine.Option;

/** A picocli mixin: on what a command computes. */
public final class ComputeOptions {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu, cuda or one of several GPUs, cuda:N (default: auto).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work (default: one per core).")
  private Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "Of a GPU's products: float32, tf32 or bfloat16 (default: float32).")
  private Precision precision;

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      description = "How a GPU runs a recurrence: auto, stepwise, graph or cudnn (default: auto).")
  private PlanKind plan;

  /** What was asked for, and the defaults for the rest. */
  public ComputeSettings settings() {
    return over(ComputeSettings.defaults());
  }

  /**
   * What was asked for, and the other's for the rest.
   *
   * @throws IllegalArgumentException if the number of threads is below 1
   */
  public ComputeSettings over(ComputeSettings other) {
    int workers = threads == null ? other.threads() : threads;
    return new ComputeSettings(
        device == null ? other.device() : device,
        DeviceOptions.defaults().withThreads(workers).threads(),
        precision == null ? other.precision() : precision,
        plan == null ? other.plan() : plan);
  }

  /** Opens the device; the caller closes it. */
  public Device open() {
    return settings().open();
  }
}
