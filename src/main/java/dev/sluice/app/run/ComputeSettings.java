package dev.sluice.app.run;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;

/**
 * The device and how it computes.
 *
 * @param device name of the device
 * @param threads number of worker threads, at least 1
 * @param precision of a GPU's matrix products
 * @param plan how a GPU runs a recurrence
 */
public record ComputeSettings(String device, int threads, Precision precision, PlanKind plan) {
  /** Checks that no value is null. */
  public ComputeSettings {
    Require.present("device", device);
    Require.present("precision", precision);
    Require.present("plan", plan);
  }

  /** The best device, all cores, strict {@code float32}. */
  public static ComputeSettings defaults() {
    DeviceOptions options = DeviceOptions.defaults();
    return new ComputeSettings("auto", options.threads(), options.precision(), options.plan());
  }

  /**
   * Opens the device; the caller closes it.
   *
   * @throws IllegalArgumentException if there is no such device, or it does not support this
   *     precision or plan
   */
  public Device open() {
    DeviceOptions options =
        DeviceOptions.defaults().withThreads(threads).withPrecision(precision).withPlan(plan);
    return Devices.open(device, options);
  }
}
