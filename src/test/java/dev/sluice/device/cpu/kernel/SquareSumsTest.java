package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import dev.sluice.device.cpu.runtime.BlockSums;
import dev.sluice.device.cpu.runtime.IndexPartition;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares sums of squares, bit by bit, with one loop over each block. */
class SquareSumsTest {
  private static final int BLOCK = 4096;
  private static final double UNTOUCHED = -7;

  /** Sizes of a block and numbers of elements around whole blocks and groups of four blocks. */
  static Stream<Arguments> sizes() {
    return Stream.of(1, 4, 6, 8, 12, 64)
        .flatMap(
            size ->
                Stream.of(0, 1, 3, 4, 5, 4 * size - 1, 4 * size, 4 * size + 1, 9 * size + 7)
                    .map(count -> Arguments.of(size, count)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyBlockHasTheBitsOfOneLoop(int size, int count) {
    int from = 3;
    int first = 2;
    float[] a = values(from + count + 5);
    int blocks = (count + size - 1) / size;
    double[] expected = new double[first + blocks + 1];
    Arrays.fill(expected, UNTOUCHED);
    for (int b = 0; b < blocks; b++) {
      int begin = from + b * size;
      expected[first + b] = loop(a, begin, Math.min(from + count, begin + size));
    }
    for (Kernels kernels : new Kernels[] {new PlainKernels(), new VectorKernels()}) {
      double[] sums = new double[expected.length];
      Arrays.fill(sums, UNTOUCHED);
      kernels.sumsOfSquares(a, from, from + count, size, sums, first);
      for (int k = 0; k < sums.length; k++) {
        assertSameBits(expected[k], sums[k], kernels.description() + ", block " + (k - first));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4095,
        4096,
        4097,
        4 * BLOCK - 1,
        4 * BLOCK,
        4 * BLOCK + 1,
        5 * BLOCK + 3,
        100_003
      })
  void theWholeHasTheBitsOfOneLoopForAnyNumberOfThreads(int count) {
    float[] a = values(count);
    double expected = 0;
    for (int begin = 0; begin < count; begin += BLOCK) {
      expected += loop(a, begin, Math.min(count, begin + BLOCK));
    }
    for (Kernels kernels : new Kernels[] {new PlainKernels(), new VectorKernels()}) {
      for (int threads = 1; threads <= 3; threads++) {
        try (WorkerPool workers = new WorkerPool(threads)) {
          double sum =
              new BlockSums(new IndexPartition(workers))
                  .elements(
                      count,
                      (from, to, size, sums, first) ->
                          kernels.sumsOfSquares(a, from, to, size, sums, first));
          assertSameBits(expected, sum, kernels.description() + ", " + threads + " threads");
        }
      }
    }
  }

  private static double loop(float[] a, int from, int to) {
    double[] partial = new double[4];
    int whole = from + (to - from) / 4 * 4;
    for (int i = from; i < to; i++) {
      partial[i < whole ? (i - from) % 4 : 0] += (double) a[i] * a[i];
    }
    return partial[0] + partial[1] + (partial[2] + partial[3]);
  }

  /** Many magnitudes, subnormal ones too, so that another order of the sum gives other bits. */
  private static float[] values(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int exponent = i % 50 == 0 ? random.nextInt(160) - 145 : random.nextInt(4);
      values[i] = (float) (random.nextGaussian() * Math.scalb(1.0, exponent));
    }
    return values;
  }

  private static void assertSameBits(double expected, double found, String what) {
    assertEquals(
        Double.doubleToLongBits(expected),
        Double.doubleToLongBits(found),
        () -> what + ": expected " + expected + ", got " + found);
  }
}
