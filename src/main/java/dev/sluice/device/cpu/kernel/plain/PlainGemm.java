package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.device.cpu.kernel.PaddedSizes;
import java.util.Arrays;

/**
 * Matrix products of plain loops, in tiles of {@link PlainMicroKernel}. B is stored in blocks of
 * {@link PlainMicroKernel#DEPTH} rows, each an array of its own. {@link PlainPackedMatrix} keeps
 * weights in such blocks; panels are copied to blocks at every product. The sums have an array of
 * their own.
 *
 * <p>An instance is the scratch memory of one thread.
 */
final class PlainGemm {
  /** The number of columns of a panel of B. */
  static final int WIDTH = 64;

  /** The number of rows of a panel of A. */
  static final int HEIGHT = PlainMicroKernel.HEIGHT;

  /** The largest number of panels in a block. */
  static final int MAX_PANELS = PlainMicroKernel.MAX_COLUMNS / WIDTH;

  /** The number of blocks that stay in the cache while all rows are multiplied. */
  private static final int MAX_BLOCKS = 32;

  private static final int MAX_DEPTH = MAX_BLOCKS * PlainMicroKernel.DEPTH;

  private static final ThreadLocal<PlainGemm> OF_THREAD = ThreadLocal.withInitial(PlainGemm::new);

  /** In the place of an array between two products. */
  private static final float[] NONE = {};

  private final float[][] blocks;
  private final float[] sums;

  private float[] a = NONE;
  private int offset;
  private int tileStride;
  private int rowStride;
  private int depthStride;

  private float[] c = NONE;
  private int cOffset;
  private int cStride;
  private int cPanelStride;

  private PlainGemm() {
    blocks = blocks(MAX_DEPTH);
    sums = new float[PlainMicroKernel.length(HEIGHT)];
  }

  /**
   * Allocates blocks of zeros for this depth. Row k of B is in block {@code k /
   * PlainMicroKernel.DEPTH} from {@code k % PlainMicroKernel.DEPTH * PlainMicroKernel.STRIDE}.
   */
  static float[][] blocks(int depth) {
    return new float[(depth + PlainMicroKernel.DEPTH - 1) / PlainMicroKernel.DEPTH]
        [PlainMicroKernel.length(PlainMicroKernel.DEPTH)];
  }

  static PlainGemm ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Sets the left operand A. A tile whose first row is r begins at {@code offset + r * tileStride}.
   * In a tile, rows are {@code rowStride} apart and columns {@code depthStride}.
   */
  PlainGemm withLeft(float[] a, int offset, int tileStride, int rowStride, int depthStride) {
    this.a = a;
    this.offset = offset;
    this.tileStride = tileStride;
    this.rowStride = rowStride;
    this.depthStride = depthStride;
    return this;
  }

  /**
   * Sets the result C. Row r of panel p begins at {@code offset + r * stride + p * panelStride}.
   */
  PlainGemm withResult(float[] c, int offset, int stride, int panelStride) {
    this.c = c;
    this.cOffset = offset;
    this.cStride = stride;
    this.cPanelStride = panelStride;
    return this;
  }

  /** {@code C = A B} or {@code C += A B}, with B in panels {@code [panel][depth][WIDTH]}. */
  void multiplyPanels(
      int rows, int depth, float[] packed, int packedOffset, int panels, boolean accumulate) {
    int passes = (panels + MAX_PANELS - 1) / MAX_PANELS;
    for (int pass = 0; pass < passes; pass++) {
      int panel = panels * pass / passes;
      int count = panels * (pass + 1) / passes - panel;
      int first = 0;
      do {
        int depths = Math.min(MAX_DEPTH, depth - first);
        packRight(packed, packedOffset + panel * depth * WIDTH, depth, count, first, depths);
        multiplyRows(rows, first, depths, blocks, 0, panel, count, accumulate || first > 0);
        first += MAX_DEPTH;
      } while (first < depth);
    }
    forget();
  }

  /** {@code C = A B} or {@code C += A B}, with B in blocks of at most {@code MAX_PANELS} panels. */
  void multiplyBlocks(int rows, int depth, float[][] b, int panels, boolean accumulate) {
    int first = 0;
    do {
      int depths = Math.min(MAX_DEPTH, depth - first);
      boolean add = accumulate || first > 0;
      multiplyRows(rows, first, depths, b, first / PlainMicroKernel.DEPTH, 0, panels, add);
      first += MAX_DEPTH;
    } while (first < depth);
    forget();
  }

  /** Lets go of the arrays, so that the garbage collector can free them. */
  private void forget() {
    a = NONE;
    c = NONE;
  }

  /**
   * Copies {@code depths} rows of some panels to the blocks. The last block is padded with zeros.
   */
  private void packRight(float[] packed, int at, int depth, int panels, int first, int depths) {
    for (int k = 0; k < PaddedSizes.roundUp(depths, PlainMicroKernel.DEPTH); k++) {
      float[] block = blocks[k / PlainMicroKernel.DEPTH];
      int to = k % PlainMicroKernel.DEPTH * PlainMicroKernel.STRIDE;
      if (k >= depths) {
        Arrays.fill(block, to, to + panels * WIDTH, 0);
        continue;
      }
      for (int p = 0; p < panels; p++) {
        int from = at + (p * depth + first + k) * WIDTH;
        System.arraycopy(packed, from, block, to + p * WIDTH, WIDTH);
      }
    }
  }

  /** Multiplies all rows of A with {@code depths} rows of B, whose blocks stay in the cache. */
  private void multiplyRows(
      int rows,
      int first,
      int depths,
      float[][] b,
      int firstBlock,
      int panel,
      int panels,
      boolean accumulate) {
    int height;
    for (int row = 0; row < rows; row += height) {
      int tiles = (rows - row + HEIGHT - 1) / HEIGHT;
      height = (rows - row + tiles - 1) / tiles;
      for (int r = 0; r < height; r++) {
        if (accumulate) {
          loadSums(row + r, panel, panels, r * PlainMicroKernel.STRIDE);
        } else {
          Arrays.fill(
              sums, r * PlainMicroKernel.STRIDE, r * PlainMicroKernel.STRIDE + panels * WIDTH, 0);
        }
      }
      int at = offset + row * tileStride + first * depthStride;
      addTiles(height, at, depths, b, firstBlock, panels * WIDTH);
      for (int r = 0; r < height; r++) {
        storeSums(row + r, panel, panels, r * PlainMicroKernel.STRIDE);
      }
    }
  }

  /** Copies some panels of one row of C to the sums. */
  private void loadSums(int row, int panel, int panels, int to) {
    int from = cOffset + row * cStride + panel * cPanelStride;
    for (int p = 0; p < panels; p++) {
      System.arraycopy(c, from + p * cPanelStride, sums, to + p * WIDTH, WIDTH);
    }
  }

  /** Copies the sums back to C. */
  private void storeSums(int row, int panel, int panels, int from) {
    int to = cOffset + row * cStride + panel * cPanelStride;
    for (int p = 0; p < panels; p++) {
      System.arraycopy(sums, from + p * WIDTH, c, to + p * cPanelStride, WIDTH);
    }
  }

  /** Adds the product of a tile of A, which begins at {@code at}, and blocks of B to the sums. */
  private void addTiles(int height, int at, int depths, float[][] b, int firstBlock, int columns) {
    for (int k = 0; k < depths; k += PlainMicroKernel.DEPTH) {
      PlainMicroKernel.add(
          height,
          Math.min(PlainMicroKernel.DEPTH, depths - k),
          a,
          at + k * depthStride,
          rowStride,
          depthStride,
          b[firstBlock + k / PlainMicroKernel.DEPTH],
          columns,
          sums);
    }
  }
}
