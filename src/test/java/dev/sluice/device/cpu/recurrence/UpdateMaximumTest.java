package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateMaximumTest {
  private static final float[] VALUES = {-1, 0, -0f, 2, Float.NaN, Float.NEGATIVE_INFINITY, 7};

  static Stream<Arguments> cases() {
    return Stream.of(new PlainKernels(), new VectorKernels())
        .flatMap(
            kernels ->
                Stream.of(0, 1, 7, 15, 16, 17, 100).map(length -> Arguments.of(kernels, length)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsLargerValuesAndTheFirstNaN(Kernels kernels, int length) {
    float[] a = new float[length + 3];
    float[] b = new float[length + 4];
    int[] steps = new int[length + 2];
    for (int i = 0; i < a.length; i++) {
      a[i] = VALUES[i % VALUES.length];
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = VALUES[i / 2 % VALUES.length];
    }
    float[] expected = b.clone();
    int[] expectedSteps = steps.clone();
    for (int i = 0; i < length; i++) {
      float largest = b[2 + i];
      float value = a[1 + i];
      if (!Float.isNaN(largest) && (Float.isNaN(value) || value > largest)) {
        expected[2 + i] = value;
        expectedSteps[1 + i] = 9;
      }
    }
    kernels.updateMaximum(9, a, 1, b, 2, steps, 1, length);
    assertArrayEquals(expected, b);
    assertArrayEquals(expectedSteps, steps);
  }
}
