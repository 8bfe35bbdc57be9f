package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on the Vector API, divided into the register tiles of {@link VectorMicroKernel}.
 */
final class VectorGemm {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** The number of columns of a panel of B. */
  static final int WIDTH = 2 * LANES;

  /** The number of rows of the largest tile, and of a panel of A. */
  static final int HEIGHT = 6;

  /**
   * The number of panels that a tile of rows is multiplied with in turn. C is then accessed along
   * its rows.
   */
  private static final int PANELS_PER_PASS = 2;

  /** The initial sums of a product that does not accumulate. */
  private static final float[] ZERO = new float[PANELS_PER_PASS * WIDTH];

  private VectorGemm() {}

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
    for (int panel = 0; panel < panels; panel += PANELS_PER_PASS) {
      int to = cOffset + panel * WIDTH;
      multiply(
          rows,
          depth,
          a,
          aOffset,
          aStride,
          b,
          bOffset + panel * depth * WIDTH,
          Math.min(PANELS_PER_PASS, panels - panel),
          c,
          to,
          cStride,
          accumulate ? c : ZERO,
          accumulate ? to : 0,
          accumulate ? cStride : 0);
    }
  }

  /** Multiplies in as few tiles as possible, with heights that differ by at most one row. */
  private static void multiply(
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
      float[] d,
      int dOffset,
      int dStride) {
    int tiles = (rows + HEIGHT - 1) / HEIGHT;
    int row = 0;
    for (int tile = 0; tile < tiles; tile++) {
      int height = (rows - row) / (tiles - tile);
      int at = aOffset + row * aStride;
      for (int panel = 0; panel < panels; panel++) {
        int q = bOffset + panel * depth * WIDTH;
        int o = cOffset + row * cStride + panel * WIDTH;
        int i = dOffset + row * dStride + panel * WIDTH;
        multiplyTile(height, depth, a, at, aStride, b, q, c, o, cStride, d, i, dStride);
      }
      row += height;
    }
  }

  private static void multiplyTile(
      int height,
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
    switch (height) {
      case 6 ->
          VectorMicroKernel.rows6(
              depth, a, aOffset, aStride, 1, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      case 5 ->
          VectorMicroKernel.rows5(
              depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      case 4 ->
          VectorMicroKernel.rows4(
              depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      case 3 ->
          VectorMicroKernel.rows3(
              depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset, dStride);
      default ->
          VectorMicroKernel.rows2or1(
              height, depth, a, aOffset, aStride, b, bOffset, c, cOffset, cStride, d, dOffset,
              dStride);
    }
  }

  /** {@code C += Aᵀ B} with one panel of each. The rows of C are contiguous. */
  static void multiplyPanel(
      int depth, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    VectorMicroKernel.rows6(
        depth, a, aOffset, 1, HEIGHT, b, bOffset, c, cOffset, WIDTH, c, cOffset, WIDTH);
  }
}
