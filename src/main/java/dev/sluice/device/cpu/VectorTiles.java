package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: the product of some rows of A with one panel of B (two vectors wide), all sums
 * held in registers. Six rows fill the sixteen registers of AVX2 and keep the multiply-add units of
 * a core busy; the smaller tiles take what is left of a matrix.
 *
 * <p>Element k of row r of A lies at {@code a + r * rowStride + k * depthStride}, so that one tile
 * reads both row-major matrices and panels. Every tile computes {@code C = A B}, or {@code C += A
 * B}.
 *
 * <p>No vector crosses a call in here: where the compiler does not inline that call, every vector
 * becomes an object, and the product four times slower. Hence the repetition.
 */
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;
  static final int HEIGHT = 6;

  private VectorTiles() {}

  /** All rows of A with one panel, by the largest tiles that fit. */
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
      boolean accumulate) {
    int row = 0;
    while (rows - row >= 6) {
      rows6(
          depth,
          a,
          aOffset + row * rowStride,
          rowStride,
          depthStride,
          b,
          bOffset,
          c,
          cOffset + row * cStride,
          cStride,
          accumulate);
      row += 6;
    }
    if (rows - row >= 4) {
      rows4(
          depth,
          a,
          aOffset + row * rowStride,
          rowStride,
          depthStride,
          b,
          bOffset,
          c,
          cOffset + row * cStride,
          cStride,
          accumulate);
      row += 4;
    }
    if (rows - row >= 2) {
      rows2(
          depth,
          a,
          aOffset + row * rowStride,
          rowStride,
          depthStride,
          b,
          bOffset,
          c,
          cOffset + row * cStride,
          cStride,
          accumulate);
      row += 2;
    }
    if (rows - row >= 1) {
      rows1(
          depth,
          a,
          aOffset + row * rowStride,
          rowStride,
          depthStride,
          b,
          bOffset,
          c,
          cOffset + row * cStride,
          cStride,
          accumulate);
    }
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
      boolean accumulate) {
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
    int o = cOffset;
    if (accumulate) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, o));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c00.intoArray(c, o);
    c01.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, o));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c10.intoArray(c, o);
    c11.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c20 = c20.add(FloatVector.fromArray(SPECIES, c, o));
      c21 = c21.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c20.intoArray(c, o);
    c21.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c30 = c30.add(FloatVector.fromArray(SPECIES, c, o));
      c31 = c31.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c30.intoArray(c, o);
    c31.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c40 = c40.add(FloatVector.fromArray(SPECIES, c, o));
      c41 = c41.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c40.intoArray(c, o);
    c41.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c50 = c50.add(FloatVector.fromArray(SPECIES, c, o));
      c51 = c51.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c50.intoArray(c, o);
    c51.intoArray(c, o + LANES);
  }

  private static void rows4(
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
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    int r2 = 2 * rowStride;
    int r3 = 3 * rowStride;
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
      p += depthStride;
      q += WIDTH;
    }
    int o = cOffset;
    if (accumulate) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, o));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c00.intoArray(c, o);
    c01.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, o));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c10.intoArray(c, o);
    c11.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c20 = c20.add(FloatVector.fromArray(SPECIES, c, o));
      c21 = c21.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c20.intoArray(c, o);
    c21.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c30 = c30.add(FloatVector.fromArray(SPECIES, c, o));
      c31 = c31.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c30.intoArray(c, o);
    c31.intoArray(c, o + LANES);
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
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
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
      p += depthStride;
      q += WIDTH;
    }
    int o = cOffset;
    if (accumulate) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, o));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c00.intoArray(c, o);
    c01.intoArray(c, o + LANES);
    o += cStride;
    if (accumulate) {
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, o));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, o + LANES));
    }
    c10.intoArray(c, o);
    c11.intoArray(c, o + LANES);
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
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      p += depthStride;
      q += WIDTH;
    }
    if (accumulate) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, cOffset));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, cOffset + LANES));
    }
    c00.intoArray(c, cOffset);
    c01.intoArray(c, cOffset + LANES);
  }
}
