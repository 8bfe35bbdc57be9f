package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests on a CPU device of two threads; each must close every tensor that it opens. */
public abstract class OnCpu {
  /** Rounding of float32 sums of some hundred terms, relative to the largest value. */
  private static final double TOLERANCE = 2e-5;

  protected Device device;

  /** Closed after the test. */
  protected Scope scope;

  @BeforeEach
  final void open() {
    device = Devices.open("cpu", DeviceOptions.defaults().withThreads(2));
    scope = device.scope();
  }

  @AfterEach
  final void closeAndFindLeaks() {
    scope.close();
    long open = device.openTensors();
    device.close();
    assertEquals(0, open, "open tensors");
  }

  /** A tensor in the test's scope. */
  protected final Tensor floats(float[] values, int... sizes) {
    Tensor tensor = scope.floats(sizes);
    tensor.write(values);
    return tensor;
  }

  /** A tensor in the test's scope. */
  protected final Tensor ints(int[] values, int... sizes) {
    Tensor tensor = scope.ints(sizes);
    tensor.write(values);
    return tensor;
  }

  protected static void assertClose(double[] expected, Tensor actual) {
    assertClose(expected, actual.floats(), "");
  }

  protected static void assertClose(double[] expected, float[] actual, String name) {
    assertEquals(expected.length, actual.length, name);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * largest + 1e-6, name + " at " + i);
    }
  }
}
