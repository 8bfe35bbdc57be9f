package dev.sluice.app.run;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
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

  /** The device's name. */
  public String device() {
    return deviceOr("auto");
  }

  /** The device's name, where none is given the other. */
  public String deviceOr(String other) {
    return device == null ? other : device;
  }

  /** Threads that work, at least 1. */
  public int threads() {
    return threadsOr(DeviceOptions.defaults().threads());
  }

  /**
   * Threads that work, where no number is given the other.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public int threadsOr(int other) {
    return DeviceOptions.defaults().withThreads(threads == null ? other : threads).threads();
  }

  /** Opens the device; the caller closes it. */
  public Device open() {
    return Devices.open(device(), DeviceOptions.defaults().withThreads(threads()));
  }
}
