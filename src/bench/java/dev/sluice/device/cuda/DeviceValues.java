package dev.sluice.device.cuda;

import dev.sluice.bench.SharedValues;
import dev.sluice.device.Device;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import jcuda.driver.JCudaDriver;

/**
 * Fills and samples tensors that are too large to copy through the host, with the values and the
 * samples of {@link SharedValues}.
 */
public final class DeviceValues {
  private DeviceValues() {}

  /** Fills a tensor with the values of a number. */
  public static void fill(Tensor tensor, int number, double scale) {
    long count = tensor.shape().elements();
    int first = (int) Math.min(count, SharedValues.PERIOD);
    float[] values = SharedValues.of(number, first, scale);
    CudaDevice device = (CudaDevice) tensor.device();
    try (DeviceLock held = device.lock()) {
      DeviceMemory memory = CudaTensor.of(tensor, device).output();
      device
          .staging()
          .write(
              memory,
              first,
              (buffer, from, some) -> buffer.asFloatBuffer().put(values, from, some));
      for (long done = first; done < count; ) {
        long more = Math.min(done, count - done);
        copy(memory, memory.plusFloats(done), more * Float.BYTES, device);
        done += more;
      }
    }
  }

  /** Submits a copy within a device. */
  static void copy(DeviceMemory from, DeviceMemory to, long bytes, CudaDevice device) {
    CudaCalls.check(
        "cuMemcpyDtoDAsync",
        () -> bytes + " bytes",
        () -> JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, device.stream().handle()));
  }

  /** The values, or evenly spread runs of them if there are many. */
  public static float[] sample(Tensor tensor) {
    long count = tensor.shape().elements();
    if (count <= SharedValues.RUNS * SharedValues.RUN_LENGTH) {
      return tensor.floats();
    }
    float[] sample = new float[SharedValues.RUNS * SharedValues.RUN_LENGTH];
    CudaDevice device = (CudaDevice) tensor.device();
    try (DeviceLock held = device.lock()) {
      DeviceMemory memory = CudaTensor.of(tensor, device).input();
      device.faults().fetch();
      for (int run = 0; run < SharedValues.RUNS; run++) {
        int at = run * SharedValues.RUN_LENGTH;
        DeviceMemory begin =
            memory.plusFloats(run * (count - SharedValues.RUN_LENGTH) / (SharedValues.RUNS - 1));
        device
            .staging()
            .read(
                begin,
                SharedValues.RUN_LENGTH,
                (buffer, from, some) -> buffer.asFloatBuffer().get(sample, at + from, some));
      }
      device.faults().check();
    }
    return sample;
  }

  /** Waits until all submitted work is done. */
  public static void await(Device device) {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock()) {
      cuda.stream().synchronize();
    }
  }
}
