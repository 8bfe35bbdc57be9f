package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.DeviceHarness;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.SluiceEngine;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.DeviceStopwatch;
import dev.sluice.device.cuda.DeviceValues;
import dev.sluice.device.cuda.GpuProperties;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * One kind of plan on the GPU, timed by the GPU's clock.
 *
 * @param plan of all devices
 */
record GpuHarness(PlanKind plan) implements DeviceHarness {

  /** The engine with this kind of plan. */
  static SluiceEngine engine(PlanKind plan) {
    return new SluiceEngine(name(plan), new GpuHarness(plan));
  }

  private static String name(PlanKind plan) {
    return plan.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return "Sluice, plan " + name(plan);
  }

  @Override
  public Device open(ProductPrecision precision) {
    return Devices.open(
        "cuda",
        DeviceOptions.defaults().withPlan(plan).withPrecision(precision.precision().orElseThrow()));
  }

  @Override
  public void fill(Tensor tensor, int number, double scale) {
    DeviceValues.fill(tensor, number, scale);
  }

  @Override
  public float[] sample(Tensor tensor) {
    return DeviceValues.sample(tensor);
  }

  @Override
  public List<Double> time(Device device, int least, double seconds, IntConsumer pass) {
    return DeviceStopwatch.seconds(device, least, seconds, pass);
  }

  @Override
  public void trim(Device device) {
    GpuProperties.trim(device);
  }
}
