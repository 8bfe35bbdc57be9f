package dev.sluice.device.cpu.kernel.plain;

/**
 * Up to four rows of A times three depths of B, in plain loops that the compiler turns into
 * vectors. It keeps no sums in registers across a loop over the depth, hence each loop goes along
 * the columns: every value of B is loaded once for four rows, every sum once for three depths.
 *
 * <p>What the compiler asks of such a loop shapes the rest. All arrays are indexed by the loop's
 * variable plus constants, so that it sees that they do not overlap, and a loop reads everything
 * before it writes. The number of columns has a constant bound, or each access carries a conversion
 * of its index and the loop grows too big to be unrolled; with more depths JDK 17 gives up as well.
 * The arrays are whole cache lines long and allocated one after another, hence aligned alike.
 */
public final class PlainMicroKernel {
  /** Rows, at most. */
  static final int HEIGHT = 4;

  /** Depths; those that A does not have count as zeros. */
  static final int DEPTH = 3;

  /** Columns, at most. */
  static final int MAX_COLUMNS = 512;

  /** From one row of an array to the next: cache lines that fall on different sets. */
  static final int STRIDE = MAX_COLUMNS + 16;

  /** Beyond the last row: with the header of an array, a whole cache line. */
  private static final int PAD = 12;

  /** Far from any place in an array, even with an offset added. */
  private static final int ABSENT = Integer.MIN_VALUE;

  /** What the compiler is shown: long enough for vectors of eight. */
  private static final int WARM_UP_COLUMNS = 128;

  /** How often: it takes 60 to 90 ms, by when the compiler is done. */
  private static final int WARM_UP_CALLS = 20_000;

  private PlainMicroKernel() {}

  /** The length of an array with so many rows. */
  static int length(int rows) {
    return rows * STRIDE + PAD;
  }

  /**
   * Lets the compiler see loops of middle length before any others. It makes vectors only as wide
   * as is worth the length that it has seen: of four values for 64 columns, which may be all that a
   * model's first layer has, of eight for 128. What it has compiled it keeps. Not to be called
   * while this class is initialised, for what is compiled then is thrown away.
   */
  public static void warmUp() {
    float[] a = new float[HEIGHT * DEPTH];
    float[] b = new float[length(DEPTH)];
    float[] c = new float[length(HEIGHT)];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      for (int height = 1; height <= HEIGHT; height++) {
        add(height, 1 + i % DEPTH, a, 0, DEPTH, 1, b, WARM_UP_COLUMNS, c);
      }
    }
  }

  /**
   * Adds rows of A times B to the sums.
   *
   * @param height rows of A, 1 to 4; they lie {@code rowStride} apart from {@code at} on
   * @param depths of A, 1 to 3; they lie {@code depthStride} apart
   * @param b depth k from {@code k * STRIDE} on
   * @param c sums: row r from {@code r * STRIDE} on
   */
  static void add(
      int height,
      int depths,
      float[] a,
      int at,
      int rowStride,
      int depthStride,
      float[] b,
      int columns,
      float[] c) {
    switch (height) {
      case 4 -> rows4(depths, a, at, rowStride, depthStride, b, columns, c);
      case 3 -> rows3(depths, a, at, rowStride, depthStride, b, columns, c);
      case 2 -> rows2(depths, a, at, rowStride, depthStride, b, columns, c);
      default -> row(depths, a, at, depthStride, b, columns, c);
    }
  }

  private static void rows4(
      int depths,
      float[] a,
      int at,
      int rowStride,
      int depthStride,
      float[] b,
      int columns,
      float[] c) {
    int end = Math.min(columns, MAX_COLUMNS);
    int one = depths > 1 ? at + depthStride : ABSENT;
    int two = depths > 2 ? at + 2 * depthStride : ABSENT;
    float a00 = value(a, at);
    float a01 = value(a, one);
    float a02 = value(a, two);
    float a10 = value(a, at + rowStride);
    float a11 = value(a, one + rowStride);
    float a12 = value(a, two + rowStride);
    float a20 = value(a, at + 2 * rowStride);
    float a21 = value(a, one + 2 * rowStride);
    float a22 = value(a, two + 2 * rowStride);
    float a30 = value(a, at + 3 * rowStride);
    float a31 = value(a, one + 3 * rowStride);
    float a32 = value(a, two + 3 * rowStride);
    for (int j = 0; j < end; j++) {
      float b0 = b[j];
      float b1 = b[j + STRIDE];
      float b2 = b[j + 2 * STRIDE];
      float c0 = c[j];
      float c1 = c[j + STRIDE];
      float c2 = c[j + 2 * STRIDE];
      float c3 = c[j + 3 * STRIDE];
      c[j] = Math.fma(a02, b2, Math.fma(a01, b1, Math.fma(a00, b0, c0)));
      c[j + STRIDE] = Math.fma(a12, b2, Math.fma(a11, b1, Math.fma(a10, b0, c1)));
      c[j + 2 * STRIDE] = Math.fma(a22, b2, Math.fma(a21, b1, Math.fma(a20, b0, c2)));
      c[j + 3 * STRIDE] = Math.fma(a32, b2, Math.fma(a31, b1, Math.fma(a30, b0, c3)));
    }
  }

  private static void rows3(
      int depths,
      float[] a,
      int at,
      int rowStride,
      int depthStride,
      float[] b,
      int columns,
      float[] c) {
    int end = Math.min(columns, MAX_COLUMNS);
    int one = depths > 1 ? at + depthStride : ABSENT;
    int two = depths > 2 ? at + 2 * depthStride : ABSENT;
    float a00 = value(a, at);
    float a01 = value(a, one);
    float a02 = value(a, two);
    float a10 = value(a, at + rowStride);
    float a11 = value(a, one + rowStride);
    float a12 = value(a, two + rowStride);
    float a20 = value(a, at + 2 * rowStride);
    float a21 = value(a, one + 2 * rowStride);
    float a22 = value(a, two + 2 * rowStride);
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
  }

  private static void rows2(
      int depths,
      float[] a,
      int at,
      int rowStride,
      int depthStride,
      float[] b,
      int columns,
      float[] c) {
    int end = Math.min(columns, MAX_COLUMNS);
    int one = depths > 1 ? at + depthStride : ABSENT;
    int two = depths > 2 ? at + 2 * depthStride : ABSENT;
    float a00 = value(a, at);
    float a01 = value(a, one);
    float a02 = value(a, two);
    float a10 = value(a, at + rowStride);
    float a11 = value(a, one + rowStride);
    float a12 = value(a, two + rowStride);
    for (int j = 0; j < end; j++) {
      float b0 = b[j];
      float b1 = b[j + STRIDE];
      float b2 = b[j + 2 * STRIDE];
      float c0 = c[j];
      float c1 = c[j + STRIDE];
      c[j] = Math.fma(a02, b2, Math.fma(a01, b1, Math.fma(a00, b0, c0)));
      c[j + STRIDE] = Math.fma(a12, b2, Math.fma(a11, b1, Math.fma(a10, b0, c1)));
    }
  }

  private static void row(
      int depths, float[] a, int at, int depthStride, float[] b, int columns, float[] c) {
    int end = Math.min(columns, MAX_COLUMNS);
    int one = depths > 1 ? at + depthStride : ABSENT;
    int two = depths > 2 ? at + 2 * depthStride : ABSENT;
    float a0 = value(a, at);
    float a1 = value(a, one);
    float a2 = value(a, two);
    for (int j = 0; j < end; j++) {
      float b0 = b[j];
      float b1 = b[j + STRIDE];
      float b2 = b[j + 2 * STRIDE];
      float c0 = c[j];
      c[j] = Math.fma(a2, b2, Math.fma(a1, b1, Math.fma(a0, b0, c0)));
    }
  }

  /** A value of A, or the zero that stands where A is not as deep as a tile. */
  private static float value(float[] a, int at) {
    return at < 0 ? 0 : a[at];
  }
}
