package dev.sluice.device.cpu.kernel.plain;

/** {@link PlainKernels#sumsOfSquares} as plain loops. */
public final class PlainSquareSums {
  private PlainSquareSums() {}

  static void sum(float[] a, int from, int to, int size, double[] sums, int first) {
    int block = first;
    for (long start = from; start < to; start += size) {
      sums[block++] = sum(a, (int) start, (int) Math.min(to, start + size));
    }
  }

  /** The sum of one block. Its four partial sums do not wait for one another. */
  public static double sum(float[] a, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      double a0 = a[i];
      double a1 = a[i + 1];
      double a2 = a[i + 2];
      double a3 = a[i + 3];
      s0 += a0 * a0;
      s1 += a1 * a1;
      s2 += a2 * a2;
      s3 += a3 * a3;
    }
    for (; i < to; i++) {
      s0 += (double) a[i] * a[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
