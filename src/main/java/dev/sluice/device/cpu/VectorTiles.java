package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: the product of R rows of A with one panel of B (two vectors wide), all sums held
 * in registers. Six rows fill the sixteen registers of AVX2 and keep the two multiply-add units of
 * a core busy; the smaller tiles take what is left of a matrix.
 *
 * <p>Element k of row r of A lies at {@code a + r * rowStride + k * depthStride}, so that one tile
 * reads both row-major matrices and panels. Every method computes {@code C = A B}, or {@code C += A
 * B}.
 */
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;
  static final int HEIGHT = 6;

  private VectorTiles() {}

  /** The tile of this many rows, 1 to {@link #HEIGHT}. */
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
    switch (rows) {
      case 6 ->
          rows6(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      case 5 ->
          rows5(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      case 4 ->
          rows4(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      case 3 ->
          rows3(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      case 2 ->
          rows2(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      case 1 ->
          rows1(
              depth,
              a,
              aOffset,
              rowStride,
              depthStride,
              b,
              bOffset,
              c,
              cOffset,
              cStride,
              accumulate);
      default -> throw new IllegalArgumentException("rows: expected 1 to 6, got " + rows);
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
    store(c00, c01, c, cOffset, accumulate);
    store(c10, c11, c, cOffset + cStride, accumulate);
    store(c20, c21, c, cOffset + 2 * cStride, accumulate);
    store(c30, c31, c, cOffset + 3 * cStride, accumulate);
    store(c40, c41, c, cOffset + 4 * cStride, accumulate);
    store(c50, c51, c, cOffset + 5 * cStride, accumulate);
  }

  private static void rows5(
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
    int r2 = 2 * rowStride;
    int r3 = 3 * rowStride;
    int r4 = 4 * rowStride;
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
      p += depthStride;
      q += WIDTH;
    }
    store(c00, c01, c, cOffset, accumulate);
    store(c10, c11, c, cOffset + cStride, accumulate);
    store(c20, c21, c, cOffset + 2 * cStride, accumulate);
    store(c30, c31, c, cOffset + 3 * cStride, accumulate);
    store(c40, c41, c, cOffset + 4 * cStride, accumulate);
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
    store(c00, c01, c, cOffset, accumulate);
    store(c10, c11, c, cOffset + cStride, accumulate);
    store(c20, c21, c, cOffset + 2 * cStride, accumulate);
    store(c30, c31, c, cOffset + 3 * cStride, accumulate);
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
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    int r2 = 2 * rowStride;
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
      p += depthStride;
      q += WIDTH;
    }
    store(c00, c01, c, cOffset, accumulate);
    store(c10, c11, c, cOffset + cStride, accumulate);
    store(c20, c21, c, cOffset + 2 * cStride, accumulate);
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
    store(c00, c01, c, cOffset, accumulate);
    store(c10, c11, c, cOffset + cStride, accumulate);
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
    store(c00, c01, c, cOffset, accumulate);
  }

  private static void store(
      FloatVector low, FloatVector high, float[] c, int offset, boolean accumulate) {
    if (accumulate) {
      low.add(FloatVector.fromArray(SPECIES, c, offset)).intoArray(c, offset);
      high.add(FloatVector.fromArray(SPECIES, c, offset + LANES)).intoArray(c, offset + LANES);
    } else {
      low.intoArray(c, offset);
      high.intoArray(c, offset + LANES);
    }
  }
}
