package dev.sluice.app.run;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli mixin with the options that select the device and how it computes. */
public final class ComputeOptions {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu, cuda, or cuda:N for one of several GPUs (default: auto).")
  private @Nullable String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of worker threads (default: one per core).")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description =
          "Precision of matrix products on a GPU: float32, tf32 or bfloat16 (default: float32).")
  private @Nullable Precision precision;

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      description = "How a GPU runs a recurrence: auto, stepwise, graph or cudnn (default: auto).")
  private @Nullable PlanKind plan;

  /** The settings of the options, with defaults for options that are not given. */
  public ComputeSettings settings() {
    return applyTo(ComputeSettings.defaults());
  }

  /**
   * The settings of the options. Options that are not given keep their value in {@code base}.
   *
   * @throws IllegalArgumentException if the number of threads is below 1
   */
  public ComputeSettings applyTo(ComputeSettings base) {
    int workers = threads == null ? base.threads() : threads;
    return new ComputeSettings(
        device == null ? base.device() : device,
        DeviceOptions.defaults().withThreads(workers).threads(),
        precision == null ? base.precision() : precision,
        plan == null ? base.plan() : plan);
  }

  /** Opens the device; the caller closes it. */
  public Device open() {
    return settings().open();
  }
}
