package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: the product of some rows of A with one panel of B (four vectors wide), all sums
 * held in registers. Six rows with half a panel fill the sixteen registers of AVX2 and keep the
 * multiply-add units of a core busy; three and two rows, and one, take what is left with the whole
 * panel, since the fewer the rows, the more the reading of B counts (three rows fill the registers
 * of AVX2 and one more, those of AVX-512 by half).
 *
 * <p>Element k of row r of A lies at {@code a + r * rowStride + k * depthStride}, so that one tile
 * reads both row-major matrices and panels. Every tile computes {@code C = D + A B}; D may be C, or
 * a row of zeros that is read again and again (stride 0). One form without branches: with more in
 * it, a tile may go past the compiler's limit on inlining.
 *
 * <p>No vector crosses a call in here: where the compiler does not inline that call, every vector
 * becomes an object, and the product many times slower. Hence the repetition.
 */
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 4 * LANES;
  static final int HEIGHT = 6;

  private VectorTiles() {}

  /** All rows of A with one panel: six at a time with one half after the other, then the rest. */
  static void multiply(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      int rowStride,
      int depthStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      float[] d,
      int dOffset,
      int dStride) {
    int sixes = rows - rest(rows);
    for (int half = 0; half < WIDTH; half += WIDTH / 2) {
      for (int row = 0; row < sixes; row += 6) {
        rows6(
            depth,
            a,
            aOffset + row * rowStride,
            rowStride,
            depthStride,
            b,
            bOffset + half,
            c,
            cOffset + half + row * cStride,
            cStride,
            d,
            dOffset + half + row * dStride,
            dStride);
      }
    }
    int row = sixes;
    while (row < rows) {
      int at = aOffset + row * rowStride;
      int to = cOffset + row * cStride;
      int from = dOffset + row * dStride;
      int left = rows - row;
      if (left == 1) {
        rows1(depth, a, at, rowStride, depthStride, b, bOffset, c, to, cStride, d, from, dStride);
        row += 1;
      } else if (left % 2 == 0) {
        rows2(depth, a, at, rowStride, depthStride, b, bOffset, c, to, cStride, d, from, dStride);
        row += 2;
      } else {
        rows3(depth, a, at, rowStride, depthStride, b, bOffset, c, to, cStride, d, from, dStride);
        row += 3;
      }
    }
  }

  /** What is not made six at a time: 0, 2 to 5 or 7 rows, or the only one. */
  private static int rest(int rows) {
    int rest = rows % 6;
    return rest == 1 && rows > 6 ? 7 : rest;
  }

  private static void rows6(
      int depth,
      float[] a,
      int aOffset,
      int rowStride,
      int depthStride,
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
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    int r2 = 2 * rowStride;
    int r3 = 3 * rowStride;
    int r4 = 4 * rowStride;
    int r5 = 5 * rowStride;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(SPECIES, a[p + rowStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      v = FloatVector.broadcast(SPECIES, a[p + r2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      v = FloatVector.broadcast(SPECIES, a[p + r3]);
      c30 = v.fma(b0, c30);
      c31 = v.fma(b1, c31);
      v = FloatVector.broadcast(SPECIES, a[p + r4]);
      c40 = v.fma(b0, c40);
      c41 = v.fma(b1, c41);
      v = FloatVector.broadcast(SPECIES, a[p + r5]);
      c50 = v.fma(b0, c50);
      c51 = v.fma(b1, c51);
      p += depthStride;
      q += WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    c00.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c01.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    c10.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c11.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    c20.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c21.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    c30.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c31.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    c40.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c41.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    c50.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c51.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
  }

  private static void rows3(
      int depth,
      float[] a,
      int aOffset,
      int rowStride,
      int depthStride,
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
    int r2 = 2 * rowStride;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      v = FloatVector.broadcast(SPECIES, a[p + rowStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      c12 = v.fma(b2, c12);
      c13 = v.fma(b3, c13);
      v = FloatVector.broadcast(SPECIES, a[p + r2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      c22 = v.fma(b2, c22);
      c23 = v.fma(b3, c23);
      p += depthStride;
      q += WIDTH;
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

  private static void rows2(
      int depth,
      float[] a,
      int aOffset,
      int rowStride,
      int depthStride,
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
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      v = FloatVector.broadcast(SPECIES, a[p + rowStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      c12 = v.fma(b2, c12);
      c13 = v.fma(b3, c13);
      p += depthStride;
      q += WIDTH;
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

  private static void rows1(
      int depth,
      float[] a,
      int aOffset,
      int rowStride,
      int depthStride,
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
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, q + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, q + 3 * LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      c02 = v.fma(b2, c02);
      c03 = v.fma(b3, c03);
      p += depthStride;
      q += WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    c00.add(FloatVector.fromArray(SPECIES, d, i)).intoArray(c, o);
    c01.add(FloatVector.fromArray(SPECIES, d, i + LANES)).intoArray(c, o + LANES);
    c02.add(FloatVector.fromArray(SPECIES, d, i + 2 * LANES)).intoArray(c, o + 2 * LANES);
    c03.add(FloatVector.fromArray(SPECIES, d, i + 3 * LANES)).intoArray(c, o + 3 * LANES);
  }
}
