package dev.sluice.device.cpu;

import java.util.Arrays;

/**
 * Products in tiles of plain loops; see {@link PlainTile}. B lies in blocks of a tile's depths, an
 * array each, where {@link PlainMatrix} keeps weights and panels are copied to at every product;
 * the sums lie in an array of their own.
 *
 * <p>An instance is the scratch memory of one thread.
 */
final class PlainTiles {
  /** Columns of a panel of B. */
  static final int WIDTH = 64;

  /** Rows of a panel of A. */
  static final int HEIGHT = PlainTile.HEIGHT;

  /** Panels side by side in a block. */
  static final int MOST_PANELS = PlainTile.MOST_COLUMNS / WIDTH;

  /** Blocks that stay in the cache while all rows pass. */
  private static final int MOST_BLOCKS = 32;

  private static final int MOST_DEPTH = MOST_BLOCKS * PlainTile.DEPTH;

  private static final ThreadLocal<PlainTiles> OF_THREAD = ThreadLocal.withInitial(PlainTiles::new);

  private final float[][] blocks;
  private final float[] sums;

  private float[] a;
  private int offset;
  private int tileStride;
  private int rowStride;
  private int depthStride;

  private float[] c;
  private int cOffset;
  private int cStride;
  private int cPanelStride;

  private PlainTiles() {
    blocks = blocks(MOST_DEPTH);
    sums = new float[PlainTile.length(HEIGHT)];
  }

  /**
   * Blocks of zeros for this depth: row k of B in block {@code k / PlainTile.DEPTH} from {@code k %
   * PlainTile.DEPTH * PlainTile.STRIDE} on.
   */
  static float[][] blocks(int depth) {
    return new float[(depth + PlainTile.DEPTH - 1) / PlainTile.DEPTH]
        [PlainTile.length(PlainTile.DEPTH)];
  }

  static PlainTiles ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Says where the elements of A lie: a tile whose first row is r begins at {@code offset + r *
   * tileStride}; in it rows and depths lie {@code rowStride} and {@code depthStride} apart.
   */
  PlainTiles withLeft(float[] a, int offset, int tileStride, int rowStride, int depthStride) {
    this.a = a;
    this.offset = offset;
    this.tileStride = tileStride;
    this.rowStride = rowStride;
    this.depthStride = depthStride;
    return this;
  }

  /**
   * Says where the elements of C lie: row r of panel p begins at {@code offset + r * stride + p *
   * panelStride}.
   */
  PlainTiles withResult(float[] c, int offset, int stride, int panelStride) {
    this.c = c;
    this.cOffset = offset;
    this.cStride = stride;
    this.cPanelStride = panelStride;
    return this;
  }

  /** {@code C = A B} or {@code C += A B}, with B in panels {@code [panel][depth][WIDTH]}. */
  void multiplyPanels(
      int rows, int depth, float[] packed, int packedOffset, int panels, boolean accumulate) {
    int passes = (panels + MOST_PANELS - 1) / MOST_PANELS;
    for (int pass = 0; pass < passes; pass++) {
      int panel = panels * pass / passes;
      int count = panels * (pass + 1) / passes - panel;
      int first = 0;
      do {
        int depths = Math.min(MOST_DEPTH, depth - first);
        packRight(packed, packedOffset + panel * depth * WIDTH, depth, count, first, depths);
        multiplyRows(rows, first, depths, blocks, 0, panel, count, accumulate || first > 0);
        first += MOST_DEPTH;
      } while (first < depth);
    }
    forget();
  }

  /** Likewise, with B in blocks: at most {@code MOST_PANELS} of its panels. */
  void multiplyBlocks(int rows, int depth, float[][] b, int panels, boolean accumulate) {
    int first = 0;
    do {
      int depths = Math.min(MOST_DEPTH, depth - first);
      boolean add = accumulate || first > 0;
      multiplyRows(rows, first, depths, b, first / PlainTile.DEPTH, 0, panels, add);
      first += MOST_DEPTH;
    } while (first < depth);
    forget();
  }

  /** Keeps no array alive. */
  private void forget() {
    a = null;
    c = null;
  }

  /** Copies depths of some panels, and fills the last block up with zeros. */
  private void packRight(float[] packed, int at, int depth, int panels, int first, int depths) {
    for (int k = 0; k < Dimensions.roundUp(depths, PlainTile.DEPTH); k++) {
      float[] block = blocks[k / PlainTile.DEPTH];
      int to = k % PlainTile.DEPTH * PlainTile.STRIDE;
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

  /** All rows of A with some depths of B, whose blocks stay in the cache meanwhile. */
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
          loadSums(row + r, panel, panels, r * PlainTile.STRIDE);
        } else {
          Arrays.fill(sums, r * PlainTile.STRIDE, r * PlainTile.STRIDE + panels * WIDTH, 0);
        }
      }
      int at = offset + row * tileStride + first * depthStride;
      addTiles(height, at, depths, b, firstBlock, panels * WIDTH);
      for (int r = 0; r < height; r++) {
        storeSums(row + r, panel, panels, r * PlainTile.STRIDE);
      }
    }
  }

  /** Copies some panels of one row of C. */
  private void loadSums(int row, int panel, int panels, int to) {
    int from = cOffset + row * cStride + panel * cPanelStride;
    for (int p = 0; p < panels; p++) {
      System.arraycopy(c, from + p * cPanelStride, sums, to + p * WIDTH, WIDTH);
    }
  }

  /** Copies them back. */
  private void storeSums(int row, int panel, int panels, int from) {
    int to = cOffset + row * cStride + panel * cPanelStride;
    for (int p = 0; p < panels; p++) {
      System.arraycopy(sums, from + p * WIDTH, c, to + p * cPanelStride, WIDTH);
    }
  }

  /** Adds a tile's rows of A, which begin at {@code at}, times blocks of B. */
  private void addTiles(int height, int at, int depths, float[][] b, int firstBlock, int columns) {
    for (int k = 0; k < depths; k += PlainTile.DEPTH) {
      PlainTile.add(
          height,
          Math.min(PlainTile.DEPTH, depths - k),
          a,
          at + k * depthStride,
          rowStride,
          depthStride,
          b[firstBlock + k / PlainTile.DEPTH],
          columns,
          sums);
    }
  }
}
