package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.driver.DeviceMemory;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests can change the simulated machine's properties and failures while it runs. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedMachineTest {
  private RawDevice device;

  @BeforeEach
  void open() {
    device = new RawDevice();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void newMemoryIsNaNAndCounted() {
    long before = Simulation.count("allocations");
    DeviceMemory x = device.floats(5);
    assertTrue(Float.isNaN(device.read(x, 5)[4]));
    assertEquals(before + 1, Simulation.count("allocations"));
    JCudaDriver.cuMemFree(x);
    assertEquals(before, Simulation.count("allocations"));
  }

  @Test
  void memoryHasTheConfiguredSize() {
    Simulation.set("total_memory", Simulation.count("bytes") + 1000);
    DeviceMemory x = device.floats(200);
    assertEquals("CUDA_ERROR_OUT_OF_MEMORY", RawDevice.errorOf(() -> device.floats(51)));
    long[] free = new long[1];
    JCudaDriver.cuMemGetInfo(free, new long[1]);
    assertEquals(200, free[0]);
    JCudaDriver.cuMemFree(x);
    device.floats(250);
  }

  @Test
  void memoryNotFreedAtTheEndOfAContextIsReported() {
    device.floats(5);
    JCudaDriver.cuEventCreate(new CUevent(), 0);
    var gpu = new CUdevice();
    JCudaDriver.cuDeviceGet(gpu, 0);
    Simulation.reports();
    JCudaDriver.cuDevicePrimaryCtxRelease(gpu);
    assertEquals(
        "[device 0: a context ends with 20 bytes of memory and 2 objects not freed]",
        Simulation.reports().toString());
  }

  @Test
  void theNumberOfDevicesIsConfigured() {
    Simulation.set("devices", 3);
    int[] count = new int[1];
    JCudaDriver.cuDeviceGetCount(count);
    assertEquals(3, count[0]);
    assertEquals(
        "CUDA_ERROR_INVALID_DEVICE",
        RawDevice.errorOf(() -> JCudaDriver.cuDeviceGet(new CUdevice(), 3)));
  }

  @Test
  void theDriverCanBeOld() {
    Simulation.set("driver_version", 11040);
    int[] version = new int[1];
    JCudaDriver.cuDriverGetVersion(version);
    assertEquals(11040, version[0]);
  }

  @Test
  void aChosenLaunchFails() {
    DeviceMemory y = device.floats(0f);
    DeviceMemory x = device.floats(1f);
    var axpy = device.kernel("correct", "sim_axpy");
    Simulation.failLaunch("sim_axpy", 2, 700);
    device.launch(axpy, 1, 1, y, x, 1f, 1);
    assertArrayEquals(new float[] {1}, device.read(y, 1));
    device.launch(axpy, 1, 1, y, x, 1f, 1);
    assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", device.outcome());
  }

  @Test
  void everyCallToALostDeviceReturnsItsError() {
    Simulation.set("lost", 46);
    assertEquals("CUDA_ERROR_DEVICE_UNAVAILABLE", device.outcome());
    assertEquals("CUDA_ERROR_DEVICE_UNAVAILABLE", RawDevice.errorOf(() -> device.floats(1)));
  }

  @Test
  void anUnknownSettingIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> Simulation.set("speed", 1));
    assertThrows(IllegalArgumentException.class, () -> Simulation.set("order", "sideways"));
    assertThrows(IllegalArgumentException.class, () -> Simulation.count("unicorns"));
  }
}
