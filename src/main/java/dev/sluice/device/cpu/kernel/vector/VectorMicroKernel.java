package dev.sluice.device.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: {@code C = D + A B} for six rows of A or fewer and one panel of B, two vectors
 * wide, all sums held in registers; six rows fill the sixteen registers of AVX2.
 *
 * <p>Element k of row r of A lies at {@code aOffset + r * aStride + k}. D may be C, or a row of
 * zeros that is read again and again (stride 0): with both forms in it, a tile may go past the
 * compiler's limit on inlining. And no vector crosses a call: where the compiler does not inline
 * that call, every vector becomes an object, and the product many times slower. Hence the
 * repetition. Nor is a method called on what a loop or a branch has left in a variable: its class
 * is not known then, so that the call may not be inlined either. It is an argument instead.
 */
final class VectorMicroKernel {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
  private static final int LANES = VectorGemm.LANES;

  private VectorMicroKernel() {}

  /**
   * Six rows.
   *
   * @param rowStride from a row of A to the next, and
   * @param depthStride from an element of a row to the next: for rows and for panels of A
   */
  static void rows6(
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
      q += VectorGemm.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    FloatVector.fromArray(SPECIES, d, i).add(c00).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c01).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c10).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c11).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c20).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c21).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c30).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c31).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c40).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c41).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c50).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c51).intoArray(c, o + LANES);
  }

  static void rows5(
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
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    int r2 = 2 * aStride;
    int r3 = 3 * aStride;
    int r4 = 4 * aStride;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(SPECIES, a[p + aStride]);
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
      p++;
      q += VectorGemm.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    FloatVector.fromArray(SPECIES, d, i).add(c00).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c01).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c10).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c11).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c20).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c21).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c30).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c31).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c40).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c41).intoArray(c, o + LANES);
  }

  static void rows4(
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
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    int r2 = 2 * aStride;
    int r3 = 3 * aStride;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(SPECIES, a[p + aStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      v = FloatVector.broadcast(SPECIES, a[p + r2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      v = FloatVector.broadcast(SPECIES, a[p + r3]);
      c30 = v.fma(b0, c30);
      c31 = v.fma(b1, c31);
      p++;
      q += VectorGemm.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    FloatVector.fromArray(SPECIES, d, i).add(c00).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c01).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c10).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c11).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c20).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c21).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c30).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c31).intoArray(c, o + LANES);
  }

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
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    int r2 = 2 * aStride;
    int p = aOffset;
    int q = bOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, a[p]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(SPECIES, a[p + aStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      v = FloatVector.broadcast(SPECIES, a[p + r2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      p++;
      q += VectorGemm.WIDTH;
    }
    int i = dOffset;
    int o = cOffset;
    FloatVector.fromArray(SPECIES, d, i).add(c00).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c01).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c10).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c11).intoArray(c, o + LANES);
    i += dStride;
    o += cStride;
    FloatVector.fromArray(SPECIES, d, i).add(c20).intoArray(c, o);
    FloatVector.fromArray(SPECIES, d, i + LANES).add(c21).intoArray(c, o + LANES);
  }

  /**
   * Two rows or one. Both are in one method, which is thereby too big to be inlined: inside of its
   * caller's loops the compiler keeps the checks of its indices, and one row takes a third longer.
   */
  static void rows2or1(
      int rows,
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
    if (rows == 2) {
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
        v = FloatVector.broadcast(SPECIES, a[p + aStride]);
        c10 = v.fma(b0, c10);
        c11 = v.fma(b1, c11);
        p++;
        q += VectorGemm.WIDTH;
      }
      int i = dOffset;
      int o = cOffset;
      FloatVector.fromArray(SPECIES, d, i).add(c00).intoArray(c, o);
      FloatVector.fromArray(SPECIES, d, i + LANES).add(c01).intoArray(c, o + LANES);
      i += dStride;
      o += cStride;
      FloatVector.fromArray(SPECIES, d, i).add(c10).intoArray(c, o);
      FloatVector.fromArray(SPECIES, d, i + LANES).add(c11).intoArray(c, o + LANES);
    } else {
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
        p++;
        q += VectorGemm.WIDTH;
      }
      FloatVector.fromArray(SPECIES, d, dOffset).add(c00).intoArray(c, cOffset);
      FloatVector.fromArray(SPECIES, d, dOffset + LANES).add(c01).intoArray(c, cOffset + LANES);
    }
  }
}
