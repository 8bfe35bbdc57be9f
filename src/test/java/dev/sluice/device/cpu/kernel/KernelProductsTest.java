package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the matrix products of all kernels against their definition: every remainder of rows and
 * depths, and more columns than one pass computes. Neighbouring elements must not change.
 */
class KernelProductsTest {
  private static final int OFFSET = 5;

  static Stream<Arguments> products() {
    return Stream.of(new PlainKernels(), new VectorKernels())
        .flatMap(
            kernels ->
                Stream.of(
                        new int[] {1, 1, 1},
                        new int[] {1, 33, 96},
                        new int[] {2, 0, 70},
                        new int[] {2, 7, 64},
                        new int[] {3, 9, 65},
                        new int[] {4, 96, 130},
                        new int[] {5, 97, 512},
                        new int[] {6, 10, 31},
                        new int[] {7, 98, 577},
                        new int[] {9, 11, 128},
                        new int[] {13, 5, 90},
                        new int[] {19, 4, 40},
                        new int[] {2, 3, 20},
                        new int[] {3, 5, 20},
                        new int[] {16, 300, 33},
                        new int[] {28, 3, 65},
                        new int[] {16, 200, 1100})
                    .flatMap(
                        size ->
                            Stream.of(false, true)
                                .map(
                                    accumulate ->
                                        Arguments.of(
                                            kernels, size[0], size[1], size[2], accumulate))));
  }

  @ParameterizedTest
  @MethodSource("products")
  void multipliesRowsWithPanels(
      Kernels kernels, int rows, int depth, int columns, boolean accumulate) {
    int width = kernels.panelWidth();
    PackedMatrix b = kernels.matrix(depth, columns, 3);
    int aStride = depth + 3;
    int cStride = b.panels() * width + 2;
    float[] right = numbers(depth * columns);
    for (int k = 0; k < depth; k++) {
      b.packRow(right, k * columns, columns, k);
    }
    float[] a = numbers(OFFSET + rows * aStride);
    float[] c = numbers(OFFSET + rows * cStride);
    float[] expected = c.clone();
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < b.panels() * width; j++) {
        double sum = accumulate ? c[OFFSET + row * cStride + j] : 0;
        for (int k = 0; k < depth && j < columns; k++) {
          sum += (double) a[OFFSET + row * aStride + k] * right[k * columns + j];
        }
        expected[OFFSET + row * cStride + j] = (float) sum;
      }
    }
    b.multiply(rows, a, OFFSET, aStride, 0, b.groups(), c, OFFSET, cStride, accumulate);
    assertArrayEquals(expected, c, 1e-4f);
  }

  static Stream<Arguments> panels() {
    return Stream.of(new PlainKernels(), new VectorKernels())
        .flatMap(
            kernels ->
                Stream.of(
                        new int[] {1, 1, 1},
                        new int[] {2, 3, 2},
                        new int[] {97, 2, 9},
                        new int[] {200, 4, 17})
                    .map(size -> Arguments.of(kernels, size[0], size[1], size[2])));
  }

  @ParameterizedTest
  @MethodSource("panels")
  void multipliesPanelsWithPanels(Kernels kernels, int depth, int heightPanels, int widthPanels) {
    int height = kernels.panelHeight();
    int width = kernels.panelWidth();
    int rows = heightPanels * height;
    float[] a = numbers(rows * depth);
    float[] b = numbers(widthPanels * depth * width);
    float[] c = numbers(OFFSET + widthPanels * rows * width + 2);
    float[] expected = c.clone();
    for (int i = 0; i < widthPanels * rows * width; i++) {
      int panel = i / (rows * width);
      int row = i / width % rows;
      double sum = c[OFFSET + i];
      for (int k = 0; k < depth; k++) {
        sum +=
            (double) a[(row / height * depth + k) * height + row % height]
                * b[(panel * depth + k) * width + i % width];
      }
      expected[OFFSET + i] = (float) sum;
    }
    kernels.multiplyPanels(depth, heightPanels, a, widthPanels, b, 0, c, OFFSET);
    assertArrayEquals(expected, c, 1e-4f);
  }

  private static float[] numbers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 2 * random.nextFloat() - 1;
    }
    return numbers;
  }
}
