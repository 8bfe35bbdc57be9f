package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {

  @ParameterizedTest
  @CsvSource({"cpu", "cpu:0"})
  void theCpuIsOpenedByNameOrNumber(String name) {
    try (Device device = Devices.open(name, DeviceOptions.defaults())) {
      assertEquals("cpu", device.name());
    }
  }

  @Test
  void theCpuIsOpenedWithAsManyThreadsAsAsked() {
    try (Device device = Devices.cpu(1)) {
      assertTrue(device.description().startsWith("cpu, 1 thread,"), device.description());
    }
    assertThrows(IllegalArgumentException.class, () -> Devices.cpu(0));
  }

  @Test
  void aDeviceBeyondTheLastIsUnavailable() {
    var refused =
        assertThrows(
            DeviceUnavailableException.class,
            () -> Devices.open("cpu:1", DeviceOptions.defaults()));
    assertEquals("device cpu:1: there is one CPU, cpu:0", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "tpu, 'device: expected auto or one of cuda, cpu, got \"tpu\"'",
    "cpu:, 'device: expected a number such as cpu:0, got \"cpu:\"'",
    "cpu:-1, 'device: expected a number such as cpu:0, got \"cpu:-1\"'",
    "cuda:x, 'device: expected a number such as cuda:0, got \"cuda:x\"'"
  })
  void anUnknownNameIsRefused(String name, String message) {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> Devices.open(name, DeviceOptions.defaults()));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theCpuIsThereAndTheLastChoice() {
    List<DeviceProvider> providers = Devices.providers();
    DeviceProvider last = providers.get(providers.size() - 1);
    assertEquals("cpu", last.name());
    assertEquals(1, last.devices().size());
    assertTrue(last.devices().get(0).startsWith("cpu, "), last.devices()::toString);
    assertTrue(last.report().isEmpty());
  }
}
