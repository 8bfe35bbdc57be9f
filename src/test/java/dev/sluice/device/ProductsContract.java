package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Products.Into;
import dev.sluice.device.Products.Operand;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link Products} that every device must pass. */
public abstract class ProductsContract extends DeviceTest {

  /** The largest allowed error of a sum of n products of size 1, divided by n + 10. */
  protected double roundoff() {
    return 1e-6;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 5",
    "7, 17, 31",
    "13, 1, 33",
    "64, 65, 3",
    "5, 128, 96",
    "97, 61, 67",
    "0, 3, 2",
    "3, 0, 2",
    "3, 2, 0"
  })
  void allOrientationsAgreeWithDoubleLoops(int rows, int depth, int columns) {
    for (Operand opA : Operand.values()) {
      for (Operand opB : Operand.values()) {
        for (Into into : Into.values()) {
          compare(rows, depth, columns, opA, opB, into);
        }
      }
    }
  }

  private void compare(int rows, int depth, int columns, Operand opA, Operand opB, Into into) {
    Random random = new Random(1);
    float[] a = gaussian(random, rows * depth);
    float[] b = gaussian(random, depth * columns);
    float[] before = gaussian(random, rows * columns);
    boolean transposeA = opA == Operand.TRANSPOSED;
    boolean transposeB = opB == Operand.TRANSPOSED;
    try (Scope scope = device.scope()) {
      Tensor left = transposeA ? scope.floats(depth, rows) : scope.floats(rows, depth);
      Tensor right = transposeB ? scope.floats(columns, depth) : scope.floats(depth, columns);
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
                (double) a[transposeA ? k * rows + i : i * depth + k]
                    * b[transposeB ? j * depth + k : k * columns + j];
          }
          assertEquals(sum, got[i * columns + j], roundoff() * (depth + 10));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "c"})
  void refusesSizesThatDoNotFit(String wrong) {
    try (Scope scope = device.scope()) {
      Tensor a = scope.zeros(2, 3);
      Tensor b = scope.zeros(wrong.equals("b") ? 4 : 3, 5);
      Tensor c = scope.zeros(2, wrong.equals("c") ? 4 : 5);
      Products products = device.products();
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> products.multiply(a, Operand.PLAIN, b, Operand.PLAIN, c, Into.OVERWRITE))
              .getMessage();
      assertTrue(message.startsWith(wrong + ": expected"), message);
    }
  }

  @Test
  void refusesWhatIsMissing() {
    try (Scope scope = device.scope()) {
      Tensor a = scope.zeros(2, 2);
      Tensor c = scope.zeros(2, 2);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      device
                          .products()
                          .multiply(a, Operand.PLAIN, null, Operand.PLAIN, c, Into.OVERWRITE))
              .getMessage();
      assertEquals("b: expected a value, got null", message);
    }
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
