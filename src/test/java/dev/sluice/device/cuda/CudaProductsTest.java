package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Precision;
import dev.sluice.device.Products.Into;
import dev.sluice.device.Products.Operand;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SimulatedDriver.class)
class CudaProductsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1e-6",
    "7, 17, 31, 1e-6",
    "13, 1, 33, 1e-6",
    "64, 65, 3, 1e-6",
    "0, 3, 2, 1e-6",
    "3, 0, 2, 1e-6",
    "3, 2, 0, 1e-6"
  })
  void allOrientationsAgreeWithDoubleLoops(int rows, int depth, int columns, double tolerance) {
    compare(Precision.FLOAT32, rows, depth, columns, tolerance);
  }

  /** Operands of 8 significant bits. */
  @ParameterizedTest
  @CsvSource({"7, 17, 31, 0.01", "0, 3, 2, 0.01", "3, 0, 2, 0.01", "3, 2, 0, 0.01"})
  void soDoRoundedOperands(int rows, int depth, int columns, double tolerance) {
    compare(Precision.BFLOAT16, rows, depth, columns, tolerance);
  }

  private static void compare(
      Precision precision, int rows, int depth, int columns, double tolerance) {
    try (Device device = Gpus.open(DeviceOptions.defaults().withPrecision(precision))) {
      for (Operand opA : Operand.values()) {
        for (Operand opB : Operand.values()) {
          for (Into into : Into.values()) {
            compare(device, rows, depth, columns, opA, opB, into, tolerance * (depth + 10));
          }
        }
      }
    }
  }

  private static void compare(
      Device device,
      int rows,
      int depth,
      int columns,
      Operand opA,
      Operand opB,
      Into into,
      double tolerance) {
    Random random = new Random(1);
    float[] a = gaussian(random, rows * depth);
    float[] b = gaussian(random, depth * columns);
    float[] before = gaussian(random, rows * columns);
    boolean turnA = opA == Operand.TRANSPOSED;
    boolean turnB = opB == Operand.TRANSPOSED;
    try (Scope scope = device.scope()) {
      Tensor left = turnA ? scope.floats(depth, rows) : scope.floats(rows, depth);
      Tensor right = turnB ? scope.floats(columns, depth) : scope.floats(depth, columns);
      Tensor result = scope.floats(rows, columns);
      left.write(a);
      right.write(b);
      result.write(before);
      device.products().multiply(left, opA, right, opB, result, into);
      float[] got = result.floats();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double sum = into == Into.ADD ? before[i * columns + j] : 0;
          for (int k = 0; k < depth; k++) {
            sum +=
                (double) a[turnA ? k * rows + i : i * depth + k]
                    * b[turnB ? j * depth + k : k * columns + j];
          }
          assertEquals(sum, got[i * columns + j], tolerance);
        }
      }
    }
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
