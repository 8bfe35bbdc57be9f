package dev.sluice.bench.engine;

import dev.sluice.device.Device;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.function.IntConsumer;

/** What {@link SluiceEngine} does in another way on each kind of device. */
public interface DeviceHarness {

  /** A readable name of the engine. */
  String description();

  /**
   * Opens a device that computes products in this precision; the caller closes it.
   *
   * @throws IllegalArgumentException if the device does not have it
   * @throws dev.sluice.device.DeviceUnavailableException if there is no such device
   */
  Device open(ProductPrecision precision);

  /** Fills a tensor with the {@link dev.sluice.bench.SharedValues} of a number. */
  void fill(Tensor tensor, int number, double scale);

  /** The {@link dev.sluice.bench.SharedValues#sample} of a tensor. */
  float[] sample(Tensor tensor);

  /**
   * Runs passes for at least the given seconds, and at least the given number.
   *
   * @param pass submits one pass, given its number
   * @return the seconds of each pass
   */
  List<Double> time(Device device, int least, double seconds, IntConsumer pass);

  /** Frees device memory that is kept for later. */
  void trim(Device device);
}
