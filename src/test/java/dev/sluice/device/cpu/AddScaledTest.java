package dev.sluice.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AddScaledTest {

  static Stream<Arguments> cases() {
    return Stream.of(new PlainKernels(), new VectorKernels())
        .flatMap(
            kernels ->
                Stream.of(0, 1, 7, 8, 15, 16, 17, 100)
                    .map(length -> Arguments.of(kernels, length)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void addsSpansOfAnyLengthAndChangesNoNeighbours(Kernels kernels, int length) {
    float[] a = new float[length + 5];
    float[] b = new float[length + 9];
    for (int i = 0; i < b.length; i++) {
      b[i] = 1000 + i;
    }
    for (int i = 0; i < a.length; i++) {
      a[i] = i * i;
    }
    float[] expected = b.clone();
    for (int i = 0; i < length; i++) {
      expected[4 + i] += 0.5f * a[3 + i];
    }
    kernels.addScaled(0.5f, a, 3, b, 4, length);
    assertArrayEquals(expected, b);
  }
}
