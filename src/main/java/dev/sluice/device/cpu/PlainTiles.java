package dev.sluice.device.cpu;

import java.util.Arrays;

/**
 * Products in plain loops that the compiler turns into vectors. It keeps no sums in registers
 * across a loop over the depth, hence each loop goes along the columns and takes three rows and
 * three depths at a time: every value of B is loaded once for three rows, every sum once for three
 * depths.
 *
 * <p>What the compiler asks of such a loop shapes the rest. All arrays are indexed by the loop's
 * variable plus constants, so that it sees that they do not overlap: B lies in blocks of three
 * depths, an array each, where {@link PlainMatrix} keeps weights and panels are copied to at every
 * product; the sums lie in an array of their own. A loop reads everything before it writes. The
 * number of columns has a constant bound, or each access carries a conversion of its index and the
 * loop grows too big to be unrolled; with more depths JDK 17 gives up as well. The arrays are whole
 * cache lines long and allocated one after another, hence aligned alike.
 *
 * <p>An instance is the scratch memory of one thread.
 */
final class PlainTiles {
  /** Columns of a panel of B. */
  static final int WIDTH = 64;

  /** Rows of a tile, and of a panel of A. */
  static final int HEIGHT = 3;

  /** Depths of a tile. */
  static final int DEPTH = 3;

  /** Panels side by side in a block. */
  static final int MOST_PANELS = 8;

  private static final int MOST_COLUMNS = MOST_PANELS * WIDTH;

  /** From one row of a block to the next: cache lines that fall on different sets. */
  static final int STRIDE = MOST_COLUMNS + 16;

  /** With the header of an array, whole cache lines. */
  private static final int SCRATCH = DEPTH * STRIDE + 12;

  /** Blocks that stay in the cache while all rows pass. */
  private static final int MOST_BLOCKS = 32;

  private static final int MOST_DEPTH = MOST_BLOCKS * DEPTH;

  private static final ThreadLocal<PlainTiles> OF_THREAD = ThreadLocal.withInitial(PlainTiles::new);

  private final float[][] blocks;
  private final float[] sums;
  private final float[] left = new float[MOST_DEPTH * HEIGHT];

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
    float[][] scratch = new float[MOST_BLOCKS + 1][SCRATCH];
    sums = scratch[MOST_BLOCKS];
    blocks = Arrays.copyOf(scratch, MOST_BLOCKS);
  }

  /**
   * Blocks of zeros for this depth: row k of B in block {@code k / DEPTH} from {@code k % DEPTH *
   * STRIDE} on.
   */
  static float[][] blocks(int depth) {
    return new float[(depth + DEPTH - 1) / DEPTH][SCRATCH];
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
      multiplyRows(rows, first, depths, b, first / DEPTH, 0, panels, add);
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
    for (int k = 0; k < Dimensions.roundUp(depths, DEPTH); k++) {
      float[] block = blocks[k / DEPTH];
      int to = k % DEPTH * STRIDE;
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
      height = rows - row == 4 ? 2 : Math.min(HEIGHT, rows - row);
      packLeft(row, height, first, depths);
      for (int r = 0; r < height; r++) {
        if (accumulate) {
          loadSums(row + r, panel, panels, r * STRIDE);
        } else {
          Arrays.fill(sums, r * STRIDE, r * STRIDE + panels * WIDTH, 0);
        }
      }
      addTiles(height, b, firstBlock, (depths + DEPTH - 1) / DEPTH, panels * WIDTH);
      for (int r = 0; r < height; r++) {
        storeSums(row + r, panel, panels, r * STRIDE);
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

  /** Copies the rows of a tile, depth by depth, and fills the last block up with zeros. */
  private void packLeft(int row, int height, int first, int depths) {
    for (int r = 0; r < height; r++) {
      int from = offset + row * tileStride + r * rowStride + first * depthStride;
      for (int k = 0; k < depths; k++) {
        left[k * height + r] = a[from + k * depthStride];
      }
    }
    int end = Dimensions.roundUp(depths, DEPTH) * height;
    Arrays.fill(left, depths * height, end, 0);
  }

  private void addTiles(int height, float[][] b, int firstBlock, int count, int columns) {
    for (int i = 0; i < count; i++) {
      addTile(height, b[firstBlock + i], left, i * DEPTH * height, columns, sums);
    }
  }

  /**
   * Adds some rows of A times a block of B. All heights are in one method, which is thereby too big
   * to be inlined: inside of its caller's loop, JDK 17 makes no vectors of the loops in here.
   */
  private static void addTile(int height, float[] b, float[] a, int at, int columns, float[] c) {
    int end = Math.min(columns, MOST_COLUMNS);
    if (height == 3) {
      float a00 = a[at];
      float a10 = a[at + 1];
      float a20 = a[at + 2];
      float a01 = a[at + 3];
      float a11 = a[at + 4];
      float a21 = a[at + 5];
      float a02 = a[at + 6];
      float a12 = a[at + 7];
      float a22 = a[at + 8];
      for (int j = 0; j < end; j++) {
        float b0 = b[j];
        float b1 = b[j + STRIDE];
        float b2 = b[j + 2 * STRIDE];
        float c0 = c[j];
        float c1 = c[j + STRIDE];
        float c2 = c[j + 2 * STRIDE];
        c[j] = Math.fma(a02, b2, Math.fma(a01, b1, Math.fma(a00, b0, c0)));
        c[j + STRIDE] = Math.fma(a12, b2, Math.fma(a11, b1, Math.fma(a10, b0, c1)));
        c[j + 2 * STRIDE] = Math.fma(a22, b2, Math.fma(a21, b1, Math.fma(a20, b0, c2)));
      }
    } else if (height == 2) {
      float a00 = a[at];
      float a10 = a[at + 1];
      float a01 = a[at + 2];
      float a11 = a[at + 3];
      float a02 = a[at + 4];
      float a12 = a[at + 5];
      for (int j = 0; j < end; j++) {
        float b0 = b[j];
        float b1 = b[j + STRIDE];
        float b2 = b[j + 2 * STRIDE];
        float c0 = c[j];
        float c1 = c[j + STRIDE];
        c[j] = Math.fma(a02, b2, Math.fma(a01, b1, Math.fma(a00, b0, c0)));
        c[j + STRIDE] = Math.fma(a12, b2, Math.fma(a11, b1, Math.fma(a10, b0, c1)));
      }
    } else {
      float a0 = a[at];
      float a1 = a[at + 1];
      float a2 = a[at + 2];
      for (int j = 0; j < end; j++) {
        float b0 = b[j];
        float b1 = b[j + STRIDE];
        float b2 = b[j + 2 * STRIDE];
        c[j] = Math.fma(a2, b2, Math.fma(a1, b1, Math.fma(a0, b0, c[j])));
      }
    }
  }
}
