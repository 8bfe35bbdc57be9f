package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.List;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator detects each faulty kernel, and its report names it. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedMisuseTest {
  private RawDevice device;

  @BeforeEach
  void open() {
    device = new RawDevice();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private CUfunction kernel(String name) {
    return device.kernel("misuse", name);
  }

  private void assertEndsWith(String error, String... words) {
    assertEquals(error, device.outcome());
    List<String> reports = Simulation.reports();
    String all = String.join("\n", reports);
    for (String word : words) {
      assertTrue(all.contains(word), () -> "'" + word + "' in: " + all);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, past the end", "1000, past the end", "-5000, before", "100000000000, address"})
  void aWriteOutsideOfMemoryIsAnIllegalAddress(long index, String where) {
    device.launch(kernel("sim_store"), 1, 32, device.floats(1, 2, 3, 4), index, 1f);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "sim_store, block (0,0,0) thread (0,0,0)", where);
  }

  @Test
  void aWriteIntoThePaddingBehindAnAllocationIsDetectedAfterTheKernel() {
    device.launch(kernel("sim_store"), 1, 32, device.floats(1, 2, 3), 3L, 1f);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "behind an allocation of 12 bytes");
  }

  @Test
  void aWriteJustBeforeAnAllocationIsDetectedWhenItIsFreed() {
    DeviceMemory x = device.floats(1, 2, 3, 4);
    device.launch(kernel("sim_store"), 1, 32, x, -1L, 1f);
    JCudaDriver.cuMemFree(x);
    assertTrue(Simulation.reports().toString().contains("before an allocation of 16 bytes"));
  }

  @Test
  void aReadBehindAnAllocationIsAnIllegalAddress() {
    DeviceMemory out = device.floats(1);
    device.launch(kernel("sim_load"), 1, 1, device.floats(1, 2, 3, 4), 4L, out);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "sim_load", "0 bytes past the end");
  }

  @Test
  void aFailureSticksToTheContextUntilItIsReset() {
    DeviceMemory x = device.floats(4);
    device.launch(kernel("sim_store"), 1, 1, x, 4L, 1f);
    assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", device.outcome());
    assertEquals(
        "CUDA_ERROR_ILLEGAL_ADDRESS", RawDevice.errorOf(() -> device.floats(1)), "any call");
    Simulation.restart();
    try (RawDevice fresh = new RawDevice()) {
      assertEquals("CUDA_SUCCESS", fresh.outcome());
    }
  }

  @Test
  void aNullPointerIsAnIllegalAddress() {
    device.launch(kernel("sim_store"), 1, 1, 0L, 0L, 1f);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "null pointer");
  }

  @Test
  void freedMemoryIsAnIllegalAddress() {
    DeviceMemory x = device.floats(16);
    JCudaDriver.cuMemFree(x);
    device.launch(kernel("sim_store"), 1, 1, x, 3L, 1f);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "byte 12 of a freed allocation of 64");
  }

  @Test
  void aDoubleFreeIsRefused() {
    DeviceMemory x = device.floats(16);
    JCudaDriver.cuMemFree(x);
    assertEquals("CUDA_ERROR_INVALID_VALUE", RawDevice.errorOf(() -> JCudaDriver.cuMemFree(x)));
    assertTrue(Simulation.reports().toString().contains("byte 0 of a freed allocation"));
  }

  @Test
  void unwrittenMemoryIsNaN() {
    DeviceMemory out = device.floats(4);
    device.launch(kernel("sim_forget_last"), 1, 32, out, 4);
    float[] values = device.read(out, 4);
    assertEquals(1, values[2]);
    assertTrue(Float.isNaN(values[3]));
  }

  @ParameterizedTest
  @CsvSource({
    "sim_divergent_branch, waits at the barrier misuse.cu:",
    "sim_divergent_exit, threads have ended",
    "sim_divergent_warp, whose thread has ended"
  })
  void threadsAtDifferentBarriersFailTheLaunch(String name, String words) {
    device.launch(kernel(name), 1, 32, device.floats(32));
    assertEndsWith("CUDA_ERROR_LAUNCH_FAILED", name + ", block (0,0,0)", words);
  }

  @Test
  void aMissingBarrierGivesAnotherResultInAnotherOrder() {
    DeviceMemory x = device.floats(1, 2, 3, 4);
    DeviceMemory out = device.floats(4);
    device.launchShared(kernel("sim_missing_barrier"), 1, 4, 16, x, out, 4);
    assertTrue(Float.isNaN(device.read(out, 4)[0]), "thread 3 had not written yet");
    Simulation.order(Simulation.Order.DESCENDING, 0);
    device.launchShared(kernel("sim_missing_barrier"), 1, 4, 16, x, out, 4);
    assertEquals(4, device.read(out, 4)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100})
  void dynamicSharedMemoryHasTheSizeOfTheLaunch(int index) {
    device.launchShared(kernel("sim_shared_beyond"), 1, 1, 16, device.floats(1), index);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "past the end of 16 bytes of shared memory");
  }

  @Test
  void thePaddingOfDynamicSharedMemoryIsCheckedAfterTheBlock() {
    device.launchShared(kernel("sim_shared_beyond"), 1, 1, 12, device.floats(1), 3);
    assertEndsWith("CUDA_ERROR_ILLEGAL_ADDRESS", "behind the dynamic shared memory");
  }

  @Test
  void staticSharedMemoryEndsWithItsArray() {
    device.launch(kernel("sim_static_shared_beyond"), 1, 1, device.floats(1), 32);
    assertEndsWith("CUDA_ERROR_ILLEGAL_INSTRUCTION", "an index beyond its own array");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void localArraysHaveBoundsToo(int index) {
    device.launch(kernel("sim_local_beyond"), 1, 1, device.floats(1), 3);
    assertEquals("CUDA_SUCCESS", device.outcome());
    device.launch(kernel("sim_local_beyond"), 1, 1, device.floats(1), index);
    assertEndsWith("CUDA_ERROR_ILLEGAL_INSTRUCTION", "an index beyond its own array");
  }

  @Test
  void sharedMemoryIsNaNForEveryBlock() {
    DeviceMemory out = device.floats(2);
    device.launch(kernel("sim_shared_unwritten"), 2, 32, out);
    float[] values = device.read(out, 2);
    assertEquals(1, values[0]);
    assertTrue(Float.isNaN(values[1]), "the first block's value is not the second's");
  }

  @Test
  void aVectorMustBeAligned() {
    DeviceMemory out = device.floats(1);
    DeviceMemory x = device.floats(1, 2, 3, 4, 5, 6, 7, 8);
    device.launch(kernel("sim_vector_load"), 1, 1, x, 4, out);
    assertEquals(26, device.read(out, 1)[0]);
    device.launch(kernel("sim_vector_load"), 1, 1, x, 2, out);
    assertEndsWith("CUDA_ERROR_MISALIGNED_ADDRESS", "sim_vector_load", "misaligned");
  }

  @Test
  void anIntegerDivisionByZeroFailsTheLaunch() {
    device.launch(kernel("sim_divide"), 1, 1, device.floats(1), 0);
    assertEndsWith("CUDA_ERROR_LAUNCH_FAILED", "division by zero");
  }

  @Test
  void aKernelThatDoesNotEndTimesOut() {
    Simulation.set("timeout_seconds", 1);
    device.launch(kernel("sim_endless"), 1, 1, device.floats(0f));
    assertEndsWith("CUDA_ERROR_LAUNCH_TIMEOUT", "sim_endless", "ran longer than 1 s");
  }

  @Test
  void argumentsOfAWrongSizeAreRefused() {
    CUfunction store = kernel("sim_store");
    DeviceMemory x = device.floats(1);
    String error = RawDevice.errorOf(() -> device.launch(store, 1, 1, x, 0L));
    assertEquals("CUDA_ERROR_INVALID_VALUE", error);
    assertEquals(
        List.of("sim_store: 16 bytes of arguments, but its parameters take 20"),
        Simulation.reports());
  }

  @ParameterizedTest
  @CsvSource({
    "sim_divide, 0, 32, 0, CUDA_ERROR_INVALID_VALUE",
    "sim_divide, 1, 0, 0, CUDA_ERROR_INVALID_VALUE",
    "sim_divide, 1, 1025, 0, CUDA_ERROR_INVALID_VALUE",
    "sim_divide, 1, 32, 49153, CUDA_ERROR_INVALID_VALUE",
    "sim_bounded, 1, 65, 0, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"
  })
  void aLaunchBeyondTheLimitsIsRefused(
      String name, int blocks, int threads, int shared, String expected) {
    CUfunction function = kernel(name);
    DeviceMemory x = device.floats(32);
    Object[] arguments = name.equals("sim_bounded") ? new Object[] {x} : new Object[] {x, 1};
    assertEquals(
        expected,
        RawDevice.errorOf(() -> device.launchShared(function, blocks, threads, shared, arguments)));
  }

  @Test
  void faultsOfTheJvmStillReachIt() {
    aNullPointerIsAnIllegalAddress();
    int[] lengths = new int[1];
    for (int i = 0; i < 100_000; i++) {
      lengths[0] += nullCheck(i == 99_999 ? null : "x");
    }
    assertFalse(lengths[0] == 100_000);
  }

  /** Compiled code detects a null by a fault that the JVM handles. */
  private static int nullCheck(String text) {
    try {
      return text.length();
    } catch (NullPointerException e) {
      return 0;
    }
  }
}
