package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** GPUs are found by name and number, and used concurrently. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
class CudaDevicesTest {

  @Test
  void cudaAndAutoOpenTheFirstGpu() {
    try (Device named = Devices.cuda();
        Device automatic = Devices.auto()) {
      assertEquals("cuda:0", named.name());
      assertEquals("cuda:0", automatic.name());
    }
  }

  @Test
  void eachOfTwoGpusHasItsOwnMemory() {
    assumeFalse(SimulatedDriver.isReal(), "not every machine has two GPUs");
    Simulation.set("devices", 2);
    try (Device first = Devices.open("cuda:0", DeviceOptions.defaults());
        Device second = Devices.open("cuda:1", DeviceOptions.defaults());
        Scope onFirst = first.scope();
        Scope onSecond = second.scope()) {
      assertEquals("cuda:1", second.name());
      Tensor here = onFirst.zeros(3);
      Tensor there = onSecond.floats(3);
      there.write(1f, 2f, 3f);
      second.elementwise().add(there, there);
      assertArrayEquals(new float[] {0, 0, 0}, here.floats());
      assertArrayEquals(new float[] {2, 4, 6}, there.floats());
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> first.elementwise().copy(there, here));
      assertTrue(refused.getMessage().contains("cuda:1"), refused.getMessage());
    }
  }

  @Test
  void threadsWithTheirOwnDevicesDoNotInterfere() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      CompletableFuture.allOf(
              IntStream.range(0, 8)
                  .mapToObj(k -> CompletableFuture.runAsync(() -> workAlone(k), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      threads.shutdown();
    }
  }

  private static void workAlone(int number) {
    try (Device device = Devices.cuda();
        Scope scope = device.scope()) {
      Tensor sum = scope.zeros(100);
      Tensor one = scope.floats(100);
      device.elementwise().fill(one, number);
      for (int i = 0; i < 20; i++) {
        device.elementwise().add(one, sum);
      }
      for (float value : sum.floats()) {
        assertEquals(20f * number, value);
      }
    }
  }
}
