package dev.sluice.resource;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.file.WorkFolder;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaks on purpose. */
class OpenResourceTest {
  private final Leaks leaks = new Leaks();

  @Test
  void aTensorThatIsNotClosedNamesThePlaceThatOpenedIt() {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults())) {
      Tensor leaked = forgottenTensor(device);
      String message = complaint();
      assertTrue(message.startsWith("2 never closed:\ndevice cpu, opened"), message);
      assertTrue(message.contains("tensor [2, 3], opened"), message);
      assertTrue(
          message.contains("OpenResourceTest.forgottenTensor(OpenResourceTest.java:"), message);
      leaked.close();
    }
    leaks.assertNone();
  }

  private static Tensor forgottenTensor(Device device) {
    return device.scope().floats(2, 3);
  }

  @Test
  void aPlanThatIsNotClosedNamesThePlaceThatOpenedIt() {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults())) {
      RecurrencePlan leaked = forgottenPlan(device);
      String message = complaint();
      assertTrue(message.contains("recurrence plan of Lstm["), message);
      assertTrue(
          message.contains("OpenResourceTest.forgottenPlan(OpenResourceTest.java:"), message);
      leaked.close();
    }
    leaks.assertNone();
  }

  private static RecurrencePlan forgottenPlan(Device device) {
    return device.recurrence(Lstm.of(2, 3), new Capacity(4, 5), Direction.FORWARD, Bptt.full());
  }

  @Test
  void aFolderThatIsNotClosedNamesThePlaceThatOpenedIt(@TempDir Path parent) throws IOException {
    try (WorkFolder folder = WorkFolder.create(parent)) {
      String message = complaint();
      assertTrue(message.contains("work folder " + folder.path() + ", opened"), message);
      assertTrue(message.contains("OpenResourceTest.aFolderThat"), message);
    }
    leaks.assertNone();
  }

  @Test
  void whatAScopeClosesIsNoLeak() {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults());
        Scope scope = device.scope()) {
      scope.floats(2, 3);
    }
    leaks.assertNone();
  }

  @Test
  void closingTwiceCountsOnce() {
    OpenResource one = OpenResource.opened("thing", 1);
    OpenResource other = OpenResource.opened("thing", 2);
    one.closed();
    one.closed();
    assertTrue(complaint().startsWith("1 never closed:\nthing 2, opened"));
    other.closed();
    leaks.assertNone();
  }

  private String complaint() {
    return assertThrows(AssertionError.class, leaks::assertNone).getMessage();
  }
}
