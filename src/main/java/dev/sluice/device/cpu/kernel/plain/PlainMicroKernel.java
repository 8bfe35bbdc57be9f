package dev.sluice.device.cpu.kernel.plain;

/**
 * The product of up to four rows of A and three rows of B, in plain loops that the compiler
 * vectorises. The compiler does not keep sums in registers across a loop over the depth. Therefore
 * each loop goes along the columns: it loads every value of B once for four rows, and every sum
 * once for three depths.
 *
 * <p>The compiler sets the other conditions. All arrays are indexed by the loop variable plus
 * constants, so that it sees that they do not overlap. A loop reads everything before it writes.
 * The number of columns has a constant bound; without it each access contains an index conversion
 * and the loop is too large to unroll. With more than three depths JDK 17 does not vectorise. The
 * arrays are whole cache lines long and allocated one after another, so they have the same
 * alignment.
 */
public final class PlainMicroKernel {
  /** The largest number of rows. */
  static final int HEIGHT = 4;

  /** The number of depths. Missing depths of A count as zeros. */
  static final int DEPTH = 3;

  /** The largest number of columns. */
  static final int MAX_COLUMNS = 512;

  /** The distance of two rows of an array. Their cache lines fall on different sets. */
  static final int STRIDE = MAX_COLUMNS + 16;

  /** The padding after the last row: with the array header, a whole cache line. */
  private static final int PAD = 12;

  /** The index of a missing depth. It stays negative with any offset added. */
  private static final int ABSENT = Integer.MIN_VALUE;

  /** The number of columns of the warm-up: enough for vectors of eight. */
  private static final int WARM_UP_COLUMNS = 128;

  /** The number of warm-up calls. They take 60 to 90 ms, enough for the compiler to finish. */
  private static final int WARM_UP_CALLS = 20_000;

  private PlainMicroKernel() {}

  /** The length of an array with this number of rows. */
  static int length(int rows) {
    return rows * STRIDE + PAD;
  }

  /**
   * Runs loops of middle length before any others. The compiler chooses the width of vectors by the
   * loop lengths that it has observed: four values for 64 columns, which may be all that the first
   * layer of a model has, and eight values for 128 columns. It does not compile the loops again
   * later. Do not call this during the initialisation of this class; that compiled code would be
   * discarded.
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
   * Adds the product of rows of A and rows of B to the sums.
   *
   * @param height the number of rows of A, 1 to 4; they are {@code rowStride} apart and begin at
   *     {@code at}
   * @param depths the number of columns of A, 1 to 3; they are {@code depthStride} apart
   * @param b row k begins at {@code k * STRIDE}
   * @param c the sums; row r begins at {@code r * STRIDE}
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

  /** A value of A, or zero for a missing depth. */
  private static float value(float[] a, int at) {
    return at < 0 ? 0 : a[at];
  }
}
