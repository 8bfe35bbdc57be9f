package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Times work by the GPU's clock. It records an event before the first pass and after each pass, and
 * submits all of them without waiting.
 */
public final class DeviceStopwatch {
  private static final int MAX_IN_A_BURST = 64;
  private static final double MILLI = 1e-3;

  private DeviceStopwatch() {}

  /**
   * Runs passes for at least the given seconds, and at least the given number.
   *
   * @param device a GPU
   * @param least the smallest number of passes
   * @param pass submits one pass, given its number
   * @return the seconds of each pass
   */
  public static List<Double> seconds(Device device, int least, double seconds, IntConsumer pass) {
    List<Double> all = new ArrayList<>();
    double sum = 0;
    while (all.size() < least || sum < seconds) {
      double missing = all.isEmpty() ? 0 : (seconds - sum) / (sum / all.size());
      int count = (int) Math.max(least - all.size(), Math.min(MAX_IN_A_BURST, missing));
      for (double each : burst((CudaDevice) device, Math.max(1, count), all.size(), pass)) {
        all.add(each);
        sum += each;
      }
    }
    return all;
  }

  private static double[] burst(CudaDevice device, int count, int first, IntConsumer pass) {
    List<CUevent> events = new ArrayList<>();
    try (DeviceLock held = device.lock()) {
      for (int k = 0; k <= count; k++) {
        events.add(create());
      }
      record(events.get(0), device);
      for (int k = 0; k < count; k++) {
        pass.accept(first + k);
        record(events.get(k + 1), device);
      }
      device.stream().synchronize();
      double[] seconds = new double[count];
      Arrays.setAll(seconds, k -> elapsed(events.get(k), events.get(k + 1)));
      return seconds;
    } finally {
      events.forEach(DeviceStopwatch::destroy);
    }
  }

  private static CUevent create() {
    CUevent event = new CUevent();
    CudaCalls.check(
        "cuEventCreate",
        "a stopwatch",
        () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT));
    return event;
  }

  private static void record(CUevent event, CudaDevice device) {
    CudaCalls.check(
        "cuEventRecord",
        "a stopwatch",
        () -> JCudaDriver.cuEventRecord(event, device.stream().handle()));
  }

  private static double elapsed(CUevent from, CUevent to) {
    float[] milliseconds = new float[1];
    CudaCalls.check(
        "cuEventElapsedTime",
        "a stopwatch",
        () -> JCudaDriver.cuEventElapsedTime(milliseconds, from, to));
    return milliseconds[0] * MILLI;
  }

  private static void destroy(CUevent event) {
    CudaCalls.check("cuEventDestroy", "a stopwatch", () -> JCudaDriver.cuEventDestroy(event));
  }
}
