package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Tests on one device, each of which must close all tensors that it opens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DeviceTest {
  protected Device device;
  private long openBefore;

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
  }

  @AfterEach
  void nothingLeaks() {
    assertEquals(openBefore, device.openTensors(), "open tensors");
  }
}
