package dev.sluice.device.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: {@code C = D + A B} for one to six rows of A and one panel of B, two vectors
 * wide. All sums stay in registers; six rows fill the sixteen registers of AVX2.
 *
 * <p>Element k of row r of A is at {@code aOffset + r * aStride + k}. D is either C, or one row of
 * zeros with stride 0.
 *
 * <p>The code repeats itself because of the compiler. A method with both forms of D can exceed the
 * inlining limit. A vector must not be an argument or a result: if the compiler does not inline the
 * call, it allocates an object for every vector, and the product is many times slower. For the same
 * reason a variable that a loop or branch assigns is never the receiver of a call, because its
 * class is unknown there and the call may not be inlined. It is an argument instead.
 */
final class VectorMicroKernel {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
  private static final int LANES = VectorGemm.LANES;

  private VectorMicroKernel() {}

  /**
   * Six rows.
   *
   * @param rowStride the distance of two rows of A; 1 if A is a panel
   * @param depthStride the distance of two elements of a row of A; 1 if A is not a panel
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
   * One or two rows. Both cases are in one method, which is therefore too large to inline. Inlined
   * into the loops of the caller, the compiler would keep the index checks, and one row would take
   * a third longer.
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
