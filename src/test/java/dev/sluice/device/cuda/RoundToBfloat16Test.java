package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.operation.MatrixView;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SimulatedDriver.class)
class RoundToBfloat16Test {
  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    1 + 0x1p-8f, // a tie, to even: down
    1 + 0x3p-8f, // a tie, to even: up
    1 + 0x1p-8f + 0x1p-23f,
    1 + 0x1p-8f - 0x1p-23f,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7f800001)
  };

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 5", "3, 5, 8", "700, 33, 40", "2, 1031, 1032"})
  void roundsToTheNearestAndPacksRows(int rows, int columns, int stride) {
    try (CudaDevice device = Gpus.open(DeviceOptions.defaults());
        Scope scope = device.scope()) {
      Tensor source = scope.floats(rows, stride);
      float[] values = new float[rows * stride];
      Random random = new Random(5);
      for (int i = 0; i < values.length; i++) {
        values[i] = i < SPECIAL.length ? SPECIAL[i] : Float.intBitsToFloat(random.nextInt());
      }
      source.write(values);
      // An int holds two values; the last one may hold only one.
      Tensor target = scope.ints((rows * columns + 1) / 2);
      try (DeviceLock held = device.lock()) {
        MatrixView matrix =
            new MatrixView(CudaTensor.of(source, device).input(), rows, columns, stride, false);
        device.matrixProducts().round(matrix, CudaTensor.of(target, device).output());
      }
      int[] pairs = target.ints();
      for (int i = 0; i < rows * columns; i++) {
        float value = values[i / columns * stride + i % columns];
        int rounded = pairs[i / 2] >>> 16 * (i % 2) & 0xffff;
        float got = Float.intBitsToFloat(rounded << 16);
        assertEquals(nearest(value), got, () -> Float.toHexString(value));
      }
    }
  }

  /**
   * Rounds by arithmetic: a bfloat16 has 8 significant bits, and its smallest step is that of a
   * float or larger.
   */
  private static float nearest(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
      return value;
    }
    int exponent = Math.max(Math.getExponent(value), Float.MIN_EXPONENT);
    double unit = Math.scalb(1.0, exponent - 7);
    double rounded = Math.rint(value / unit) * unit;
    return Math.abs(rounded) < 0x1p128
        ? (float) rounded
        : Math.copySign(Float.POSITIVE_INFINITY, value);
  }
}
