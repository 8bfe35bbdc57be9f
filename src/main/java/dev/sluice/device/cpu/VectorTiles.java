package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products made of register tiles: some rows of A with one panel of B, two vectors wide, or with
 * two panels, all sums held in registers.
 *
 * <p>Every tile computes {@code C = D + A B}; D may be C, or a row of zeros that is read again and
 * again (stride 0). One form without branches: with more in it, a tile may go past the compiler's
 * limit on inlining. And no vector crosses a call: where the compiler does not inline that call,
 * every vector becomes an object, and the product many times slower. Hence the repetition in {@link
 * PanelTiles} and {@link PairTiles}.
 */
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Columns of a panel. */
  static final int WIDTH = 2 * LANES;

  /** Rows of a panel of A. */
  static final int HEIGHT = 6;

  /** Panels that are taken together. */
  static final int PAIR = 2;

  /** A panel of more rows does not stay in the fastest cache. */
  private static final int DEEP = 256;

  /** What a product begins with that is not added to anything. */
  private static final float[] ZERO = new float[PAIR * WIDTH];

  private VectorTiles() {}

  /** See {@link Kernels#multiply}. */
  static void multiply(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int panels,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate) {
    int few = few(rows, depth);
    int sixes = rows - few - 5 * fives(rows - few);
    float[] d = accumulate ? c : ZERO;
    int dStride = accumulate ? cStride : 0;
    for (int panel = 0; panel < panels; panel += PAIR) {
      int count = Math.min(PAIR, panels - panel);
      int q = bOffset + panel * depth * WIDTH;
      int o = cOffset + panel * WIDTH;
      int i = accumulate ? o : 0;
      multiplyMany(
          rows - few, sixes, count, depth, a, aOffset, aStride, b, q, c, o, cStride, d, i, dStride);
      int at = aOffset + (rows - few) * aStride;
      o += (rows - few) * cStride;
      i += (rows - few) * dStride;
      if (count == PAIR) {
        multiplyFewByPair(few, depth, a, at, aStride, b, q, c, o, cStride, d, i, dStride);
      } else {
        multiplyFew(few, depth, a, at, aStride, b, q, c, o, cStride, d, i, dStride);
      }
    }
  }

  /**
   * The rows that are left over of sixes and fives; one alone only of one. From a deep panel, which
   * does not stay in the fastest cache, few rows take nearly as long as six: then any number of
   * fives is better than some left over. Else fives do not make the tiles fewer: at most one.
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

  /** Sixes and fives, each with one panel after the other, so that C is read along its rows. */
  private static void multiplyMany(
      int rows,
      int sixes,
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
    int height;
    for (int row = 0; row < rows; row += height) {
      height = row < sixes ? 6 : 5;
      int at = aOffset + row * aStride;
      for (int panel = 0; panel < panels; panel++) {
        int q = bOffset + panel * depth * WIDTH;
        int o = cOffset + row * cStride + panel * WIDTH;
        int i = dOffset + row * dStride + panel * WIDTH;
        if (height == 6) {
          PanelTiles.rows6(depth, a, at, aStride, 1, b, q, c, o, cStride, d, i, dStride);
        } else {
          PanelTiles.rows5(depth, a, at, aStride, b, q, c, o, cStride, d, i, dStride);
        }
      }
    }
  }

  /** 1 to 4 rows with two panels at once. */
  private static void multiplyFewByPair(
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
    switch (rows) {
      case 1 -> PairTiles.rows1(depth, a, aOffset, b, bOffset, c, cOffset, d, dOffset);
      case 3 ->
          PairTiles.rows3(
              depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      default -> {
        for (int row = 0; row < rows; row += 2) {
          int at = aOffset + row * aStride;
          int o = cOffset + row * cStride;
          int i = dOffset + row * dStride;
          PairTiles.rows2(depth, a, at, aStride, b, bOffset, c, o, cStride, d, i, dStride);
        }
      }
    }
  }

  /** 1 to 4 rows with the last of an odd number of panels. */
  private static void multiplyFew(
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
    switch (rows) {
      case 1 -> PanelTiles.rows1(depth, a, aOffset, b, bOffset, c, cOffset, d, dOffset);
      case 3 ->
          PanelTiles.rows3(
              depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      default -> {
        for (int row = 0; row < rows; row += 2) {
          int at = aOffset + row * aStride;
          int o = cOffset + row * cStride;
          int i = dOffset + row * dStride;
          PanelTiles.rows2(depth, a, at, aStride, b, bOffset, c, o, cStride, d, i, dStride);
        }
      }
    }
  }

  /** {@code C += Aᵀ B} with one panel of each; C's rows lie one after another. */
  static void multiplyPanel(
      int depth, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    PanelTiles.rows6(
        depth, a, aOffset, 1, HEIGHT, b, bOffset, c, cOffset, WIDTH, c, cOffset, WIDTH);
  }
}
