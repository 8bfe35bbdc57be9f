package dev.sluice.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/** A device and a scope with values to try operations on. */
final class OperationsFixture implements AutoCloseable {
  final CpuDevice device;
  final Scope scope;
  private final Random random = new Random(7);

  OperationsFixture(int threads) {
    device = new CpuDevice(threads);
    scope = device.scope();
  }

  /** Normally distributed values, the same ones in every fixture. */
  Tensor normal(int... sizes) {
    Tensor tensor = scope.floats(sizes);
    float[] values = new float[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    tensor.write(values);
    return tensor;
  }

  /** Integers {@code least .. most}, the same ones in every fixture. */
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
      assertTrue(
          Math.abs(expected[i] - values[i]) <= allowed,
          "element %d: expected %s, got %s".formatted(i, expected[i], values[i]));
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

  @Override
  public void close() {
    scope.close();
    assertEquals(0, device.openTensors());
    device.close();
  }
}
