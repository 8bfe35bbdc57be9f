package dev.sluice.bench.compare;

import dev.sluice.bench.SharedValues;
import dev.sluice.bench.engine.DeviceHarness;
import dev.sluice.bench.engine.EngineServer;
import dev.sluice.bench.engine.HostStopwatch;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.SluiceEngine;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The CPU, timed by the clock.
 *
 * @param threads how many the device uses
 */
record CpuHarness(int threads) implements DeviceHarness {

  /** Serves this engine; the only argument is the number of threads. */
  public static void main(String[] arguments) {
    CpuHarness cpu = new CpuHarness(Integer.parseInt(arguments[0]));
    try (SluiceEngine engine = new SluiceEngine(CompareReport.OURS, cpu)) {
      EngineServer.serve(engine);
    }
  }

  @Override
  public String description() {
    try (Device device = open(ProductPrecision.FLOAT32)) {
      return "Sluice, " + device.description();
    }
  }

  @Override
  public Device open(ProductPrecision precision) {
    return Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
  }

  @Override
  public void fill(Tensor tensor, int number, double scale) {
    tensor.write(SharedValues.of(number, Math.toIntExact(tensor.shape().elements()), scale));
  }

  @Override
  public float[] sample(Tensor tensor) {
    return SharedValues.sample(tensor.floats());
  }

  @Override
  public List<Double> time(Device device, int least, double seconds, IntConsumer pass) {
    return HostStopwatch.time(least, seconds, pass);
  }

  @Override
  public void trim(Device device) {}
}
