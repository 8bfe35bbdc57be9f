package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles: the product of some rows of A with one panel of B (two vectors wide), or with two
 * panels, all sums held in registers. Six or five rows with one panel fill the sixteen registers of
 * AVX2 and keep the multiply-add units of a core busy; three, two or one row take two panels at
 * once, since the fewer the rows, the more the reading of B counts (three rows fill the registers
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

  /** Columns of a panel. */
  static final int WIDTH = 2 * LANES;

  /** Rows of a panel of A. */
  static final int HEIGHT = 6;

  /** A panel of more rows does not stay in the fastest cache. */
  private static final int DEEP = 256;

  private VectorTiles() {}

  /**
   * All rows of A with two panels of B, or with one: sixes and fives of rows take one after the
   * other, so that C is gone along its rows; the few that are left take both at once.
   *
   * @param panels 1 or 2; side by side in C and D, {@code depth} rows apart in B
   * @param dStride 0: one row of zeros, as wide as both panels
   */
  static void multiply(
      int rows,
      int panels,
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
    int few = few(rows, depth);
    int sixes = rows - few - 5 * fives(rows - few);
    int row = 0;
    while (row < rows) {
      int at = aOffset + row * aStride;
      int to = cOffset + row * cStride;
      int from = dOffset + row * dStride;
      int left = rows - row;
      if (left > few) {
        int height = row < sixes ? 6 : 5;
        for (int panel = 0; panel < panels; panel++) {
          int q = bOffset + panel * depth * WIDTH;
          int o = to + panel * WIDTH;
          int i = from + panel * WIDTH;
          if (height == 6) {
            rows6(depth, a, at, aStride, 1, b, q, c, o, cStride, d, i, dStride);
          } else {
            rows5(depth, a, at, aStride, 1, b, q, c, o, cStride, d, i, dStride);
          }
        }
        row += height;
      } else if (panels == 1) {
        rows1(depth, a, at, aStride, 1, b, bOffset, c, to, cStride, d, from, dStride);
        row += 1;
      } else if (left == 1) {
        wide1(depth, a, at, aStride, 1, b, bOffset, c, to, cStride, d, from, dStride);
        row += 1;
      } else if (left % 2 == 0) {
        wide2(depth, a, at, aStride, 1, b, bOffset, c, to, cStride, d, from, dStride);
        row += 2;
      } else {
        wide3(depth, a, at, aStride, 1, b, bOffset, c, to, cStride, d, from, dStride);
        row += 3;
      }
    }
  }

  /**
   * The rows that are left over of sixes and fives; one alone only of one. From a deep panel, which
   * does not stay in the fastest cache, few rows take nearly as long as six: then any number of
   * fives is better than some left over. Else the fewest tiles are best: at most one five.
   */
  private static int few(int rows, int depth) {
    int mostFives = depth > DEEP ? rows : 1;
    int few = rows == 1 ? 1 : 0;
    while (fives(rows - few) < 0 || fives(rows - few) > mostFives) {
      few = Math.max(2, few + 1);
    }
    return few;
  }

  /** How many fives make up this number together with sixes, as few as possible; -1: none do. */
  private static int fives(int rows) {
    int fives = (6 - rows % 6) % 6;
    return 5 * fives <= rows ? fives : -1;
  }

  /** {@code C += Aᵀ B} with one panel of each; C's rows lie one after another. */
  static void multiplyPanel(
      int depth, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    rows6(depth, a, aOffset, 1, HEIGHT, b, bOffset, c, cOffset, WIDTH, c, cOffset, WIDTH);
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
    c00.add(FloatVector.fromArray(SPECIES, d, dOffset)).intoArray(c, cOffset);
    c01.add(FloatVector.fromArray(SPECIES, d, dOffset + LANES)).intoArray(c, cOffset + LANES);
  }

  private static void wide3(
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
    int s = bOffset + depth * WIDTH;
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
      s += WIDTH;
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

  private static void wide2(
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
    int s = bOffset + depth * WIDTH;
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
      v = FloatVector.broadcast(SPECIES, a[p + rowStride]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      c12 = v.fma(b2, c12);
      c13 = v.fma(b3, c13);
      p += depthStride;
      q += WIDTH;
      s += WIDTH;
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

  private static void wide1(
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
    int s = bOffset + depth * WIDTH;
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
      p += depthStride;
      q += WIDTH;
      s += WIDTH;
    }
    c00.add(FloatVector.fromArray(SPECIES, d, dOffset)).intoArray(c, cOffset);
    c01.add(FloatVector.fromArray(SPECIES, d, dOffset + LANES)).intoArray(c, cOffset + LANES);
    c02.add(FloatVector.fromArray(SPECIES, d, dOffset + 2 * LANES))
        .intoArray(c, cOffset + 2 * LANES);
    c03.add(FloatVector.fromArray(SPECIES, d, dOffset + 3 * LANES))
        .intoArray(c, cOffset + 3 * LANES);
  }
}
