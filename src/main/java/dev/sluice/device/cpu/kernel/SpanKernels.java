package dev.sluice.device.cpu.kernel;

/**
 * Kernels for spans of any length, for the options of cells. There are two implementations, the
 * Vector API and plain loops, because the compiler does not vectorise a loop over arrays with
 * different offsets. A span that is written overlaps no other span.
 */
public interface SpanKernels {

  /** The sum of a span. The order of additions is fixed. */
  float sum(float[] a, int aOffset, int length);

  /** The sum of {@code a b}. The order of additions is fixed. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

  /** {@code c = a b}. */
  void product(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

  /** {@code c += a b}. */
  void addProduct(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

  /** {@code a = min(bound, max(-bound, a))}; NaN stays NaN. */
  void clip(float bound, float[] a, int aOffset, int length);

  /** {@code a = 0} where {@code y <= low} or {@code y >= high}. */
  void clearOutside(
      float low, float high, float[] y, int yOffset, float[] a, int aOffset, int length);

  /** {@code b += k (a - b)}; b becomes a where k is 1. */
  void blend(float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length);

  /** {@code b = k a; a -= b}: moves the fraction k of a to b. */
  void split(float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length);
}
