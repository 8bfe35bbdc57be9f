package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.Arrays;
import java.util.stream.IntStream;
import jcuda.driver.CUfunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Correct kernels give the results of a GPU, in every order of their threads. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedKernelsTest {
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
    return device.kernel("correct", name);
  }

  private static float[] upTo(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void barriersWorkInEveryOrderOfThreads(Simulation.Order order) {
    Simulation.order(order, 7);
    DeviceMemory out = device.floats(100);
    device.launchShared(kernel("sim_reverse"), 1, 128, 400, device.floats(upTo(100)), out, 100);
    float[] reversed = device.read(out, 100);
    assertEquals(99, reversed[0]);
    assertEquals(0, reversed[99]);
  }

  @ParameterizedTest
  @EnumSource
  void shufflesWorkInEveryOrderOfThreads(Simulation.Order order) {
    Simulation.order(order, 7);
    DeviceMemory out = device.floats(1);
    device.launch(kernel("sim_sum"), 1, 256, device.floats(upTo(1000)), out, 1000);
    assertEquals(999 * 500f, device.read(out, 1)[0]);
  }

  @Test
  void votesCountTheThreadsThatAgree() {
    DeviceMemory out = device.floats(4);
    device.launch(kernel("sim_votes"), 1, 32, out);
    assertArrayEquals(new int[] {0x55555555, 1, 0, 7}, device.readInts(out, 4));
  }

  @Test
  void parametersAreAlignedToTheirSizes() {
    DeviceMemory out = device.floats(5);
    device.launch(kernel("sim_parameters"), 1, 1, (byte) 1, 2.5, (short) 3, 4.5f, 5L, out);
    assertArrayEquals(new float[] {1, 2.5f, 3, 4.5f, 5}, device.read(out, 5));
  }

  private int[] turns(Simulation.Order order, long seed) {
    Simulation.order(order, seed);
    DeviceMemory out = device.floats(64);
    device.launch(kernel("sim_order"), 2, 32, out, device.floats(0f));
    return device.readInts(out, 64);
  }

  @Test
  void threadsAndBlocksRunInTheConfiguredOrder() {
    int[] ascending = IntStream.range(0, 64).toArray();
    assertArrayEquals(ascending, turns(Simulation.Order.ASCENDING, 0));
    assertArrayEquals(
        IntStream.range(0, 64).map(i -> 63 - i).toArray(), turns(Simulation.Order.DESCENDING, 0));
    int[] random = turns(Simulation.Order.RANDOM, 1);
    assertArrayEquals(random, turns(Simulation.Order.RANDOM, 1), "the same seed, the same order");
    assertFalse(Arrays.equals(random, turns(Simulation.Order.RANDOM, 2)));
    assertArrayEquals(ascending, Arrays.stream(random).sorted().toArray(), "each thread once");
  }

  @Test
  void aLaunchIsCountedWhenItRuns() {
    long before = Simulation.count("launches:sim_axpy");
    DeviceMemory y = device.floats(1, 2, 3);
    device.launch(kernel("sim_axpy"), 2, 32, y, device.floats(10, 10, 10), 0.5f, 3);
    assertEquals(before, Simulation.count("launches:sim_axpy"), "nothing has waited for it yet");
    assertArrayEquals(new float[] {6, 7, 8}, device.read(y, 3));
    assertEquals(before + 1, Simulation.count("launches:sim_axpy"));
    assertTrue(Simulation.reports().isEmpty());
  }
}
