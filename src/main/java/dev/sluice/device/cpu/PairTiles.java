package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of two panels of B that lie one after the other: {@code C = D + A B} for few rows
 * of A. The fewer the rows, the more the reading of B counts, and the more sums a tile needs to
 * keep the multiply-add units busy (three rows take one register more than AVX2 has).
 *
 * <p>Element k of row r of A lies at {@code aOffset + r * aStride + k}. See {@link VectorTiles} for
 * what they have in common.
 */
final class PairTiles {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private PairTiles() {}

  static void rows3(
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      float[] d,
      int dOffset,
      int dStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c23 = zero;
    int r2 = 2 * aStride;
    int p = aOffset;
    int q = bOffset;
    int s = bOffset + depth * VectorTiles.WIDTH;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, s);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, s + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      v = FloatVector.broadcast(SPECIES, a[p + aStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      c12 = v.fma(b2, c12);
      c13 = v.fma(b3, c13);
      v = FloatVector.broadcast(SPECIES, a[p + r2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      c22 = v.fma(b2, c22);
      c23 = v.fma(b3, c23);
      p++;
      q += VectorTiles.WIDTH;
      s += VectorTiles.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    c00.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c01.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c02.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c03.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
    i += dStride;
    o += cStride;
    c10.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c11.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c12.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c13.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
    i += dStride;
    o += cStride;
    c20.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c21.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c22.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c23.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
  }

  static void rows2(
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      float[] d,
      int dOffset,
      int dStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    int p = aOffset;
    int q = bOffset;
    int s = bOffset + depth * VectorTiles.WIDTH;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, s);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, s + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      v = FloatVector.broadcast(SPECIES, a[p + aStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      c12 = v.fma(b2, c12);
      c13 = v.fma(b3, c13);
      p++;
      q += VectorTiles.WIDTH;
      s += VectorTiles.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    c00.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c01.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c02.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c03.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
    i += dStride;
    o += cStride;
    c10.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c11.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c12.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c13.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
  }

  static void rows1(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      float[] d,
      int dOffset) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    int p = aOffset;
    int q = bOffset;
    int s = bOffset + depth * VectorTiles.WIDTH;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, s);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, s + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      p++;
      q += VectorTiles.WIDTH;
      s += VectorTiles.WIDTH;
    }
    c00.add(FloatVector.fromArray(SPECIES, d, dOffset)).intoArray(c, cOffset);
    c01.add(FloatVector.fromArray(SPECIES, d, dOffset + LANES)).intoArray(c, cOffset + LANES);
    c02.add(FloatVector.fromArray(SPECIES, d, dOffset + 2 * LANES))
        .intoArray(c, cOffset + 2 * LANES);
    c03.add(FloatVector.fromArray(SPECIES, d, dOffset + 3 * LANES))
        .intoArray(c, cOffset + 3 * LANES);
  }
}
