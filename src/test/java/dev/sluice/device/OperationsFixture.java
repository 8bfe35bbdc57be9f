package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/** A scope on a device with test values for operations. */
final class OperationsFixture implements AutoCloseable {
  final Device device;
  final Scope scope;
  private final Random random = new Random(7);

  OperationsFixture(Device device) {
    this.device = device;
    scope = device.scope();
  }

  /** Normally distributed values, equal in every fixture. */
  Tensor normal(int... sizes) {
    Tensor tensor = scope.floats(sizes);
    float[] values = new float[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    tensor.write(values);
    return tensor;
  }

  /** Integers from {@code least} to {@code most}, equal in every fixture. */
  Tensor integers(int least, int most, int... sizes) {
    Tensor tensor = scope.ints(sizes);
    int[] values = new int[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = least + random.nextInt(most - least + 1);
    }
    tensor.write(values);
    return tensor;
  }

  Tensor vector(float... values) {
    Tensor tensor = scope.floats(values.length);
    tensor.write(values);
    return tensor;
  }

  Tensor integerVector(int... values) {
    Tensor tensor = scope.ints(values.length);
    tensor.write(values);
    return tensor;
  }

  static void assertClose(double[] expected, Tensor actual, double tolerance) {
    float[] values = actual.floats();
    assertEquals(expected.length, values.length);
    for (int i = 0; i < values.length; i++) {
      double allowed = tolerance * (1 + Math.abs(expected[i]));
      if (!(Math.abs(expected[i] - values[i]) <= allowed)) {
        fail("element " + i + ": expected " + expected[i] + ", got " + values[i]);
      }
    }
  }

  static double[] doubles(Tensor tensor) {
    float[] values = tensor.floats();
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  static void assertRefused(String fragment, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(fragment), () -> "\"" + fragment + "\" is not in: " + message);
  }

  /**
   * Checks that a wrong value in a tensor is refused: by the call or, if the device computes
   * asynchronously, by the next read only.
   *
   * @param position the position as the message of the call gives it
   * @param index the index as the message of the read gives it
   */
  void assertValueRefused(String fragment, String position, long index, Executable call) {
    Tensor any = scope.zeros(1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                  call.execute();
                  any.floats();
                })
            .getMessage();
    assertTrue(
        message.equals(fragment + " at " + position)
            || message.equals(fragment + " at index " + index),
        message);
    any.floats();
  }

  @Override
  public void close() {
    scope.close();
  }
}
