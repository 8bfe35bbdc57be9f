package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.resource.Leaks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A base class of tests on one device. Each test must close all tensors, plans and passes that it
 * opens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DeviceTest {
  protected Device device;
  private long openBefore;
  private Leaks leaks;

  /** Opens the device that all tests of the class use. */
  protected abstract Device open();

  @BeforeAll
  void openDevice() {
    device = open();
  }

  @AfterAll
  void closeDevice() {
    device.close();
  }

  @BeforeEach
  void countOpenTensors() {
    openBefore = device.openTensors();
    leaks = new Leaks();
  }

  @AfterEach
  void nothingLeaks() {
    leaks.assertNone();
    assertEquals(openBefore, device.openTensors(), "open tensors");
  }
}
