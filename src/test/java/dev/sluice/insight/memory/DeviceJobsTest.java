package dev.sluice.insight.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceJobsTest {
  private List<Device> devices;

  @BeforeEach
  void open() {
    devices = List.of(Devices.cpu(1), Devices.cpu(1));
  }

  @AfterEach
  void close() {
    devices.forEach(Device::close);
  }

  @Test
  void givesResultsInTheOrderOfTheJobs() {
    List<DeviceJobs.Job<Integer>> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      jobs.add((device, cancelled) -> number);
    }
    List<Integer> results = DeviceJobs.run(devices, jobs);
    for (int i = 0; i < 20; i++) {
      assertEquals(i, results.get(i));
    }
  }

  @Test
  void runsOneJobAtATimeOnADevice() {
    Map<Device, AtomicInteger> running = new ConcurrentHashMap<>();
    List<DeviceJobs.Job<Integer>> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(
          (device, cancelled) -> {
            AtomicInteger here = running.computeIfAbsent(device, d -> new AtomicInteger());
            int atOnce = here.incrementAndGet();
            Thread.yield();
            here.decrementAndGet();
            return atOnce;
          });
    }
    assertTrue(DeviceJobs.run(devices, jobs).stream().allMatch(atOnce -> atOnce == 1));
  }

  @Test
  void cancelsTheOtherJobsWhenOneFails() {
    IllegalStateException failure = new IllegalStateException("no more memory");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger cancelledJobs = new AtomicInteger();
    DeviceJobs.Job<Integer> waits =
        (device, cancelled) -> {
          begun.countDown();
          while (!cancelled.getAsBoolean()) {
            Thread.onSpinWait();
          }
          return cancelledJobs.incrementAndGet();
        };
    DeviceJobs.Job<Integer> fails =
        (device, cancelled) -> {
          await(begun);
          throw failure;
        };
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class, () -> DeviceJobs.run(devices, List.of(waits, fails))));
    assertEquals(1, cancelledJobs.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
