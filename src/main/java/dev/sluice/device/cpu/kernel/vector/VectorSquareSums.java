package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.plain.PlainSquareSums;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorKernels#sumsOfSquares}: the four partial sums of a block are the lanes of one
 * vector. One vector is a chain of additions, each of which waits for the one before; so four
 * blocks are summed at a time, by four independent chains.
 */
final class VectorSquareSums {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

  /** Whether the CPU has vectors of four doubles; else they would be emulated, slowly. */
  private static final boolean SUPPORTED =
      VectorGemm.SPECIES.vectorBitSize() >= DOUBLES.vectorBitSize();

  private static final int BLOCKS = 4;

  private VectorSquareSums() {}

  static void sum(float[] a, int from, int to, int size, double[] sums, int first) {
    int block = first;
    long start = from;
    if (SUPPORTED && size % DOUBLES.length() == 0) {
      for (; start + (long) BLOCKS * size <= to; start += (long) BLOCKS * size) {
        sumFour(a, (int) start, size, sums, block);
        block += BLOCKS;
      }
    }
    for (; start < to; start += size) {
      sums[block++] = PlainSquareSums.sum(a, (int) start, (int) Math.min(to, start + size));
    }
  }

  /** The sums of four whole blocks; no vector crosses a call, so none becomes an object. */
  private static void sumFour(float[] a, int from, int size, double[] sums, int first) {
    DoubleVector s0 = DoubleVector.zero(DOUBLES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    for (int i = from; i < from + size; i += DOUBLES.length()) {
      DoubleVector a0 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector a1 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i + size)
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector a2 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i + 2 * size)
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector a3 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i + 3 * size)
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      s0 = s0.add(a0.mul(a0));
      s1 = s1.add(a1.mul(a1));
      s2 = s2.add(a2.mul(a2));
      s3 = s3.add(a3.mul(a3));
    }
    sums[first] = s0.lane(0) + s0.lane(1) + (s0.lane(2) + s0.lane(3));
    sums[first + 1] = s1.lane(0) + s1.lane(1) + (s1.lane(2) + s1.lane(3));
    sums[first + 2] = s2.lane(0) + s2.lane(1) + (s2.lane(2) + s2.lane(3));
    sums[first + 3] = s3.lane(0) + s3.lane(1) + (s3.lane(2) + s3.lane(3));
  }
}
