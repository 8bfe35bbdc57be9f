package dev.sluice.device.cpu.kernel;

/**
 * Element-wise loops over spans of any length, for the cells' options: a Vector API and a plain
 * version, since the compiler does not vectorise a loop over arrays with different offsets. Spans
 * that are written overlap no other.
 */
public interface SpanKernels {

  /** The sum of a span; the same order of additions at every call. */
  float sum(float[] a, int aOffset, int length);

  /** The sum of {@code a b}; the same order of additions at every call. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

  /** {@code c = a b}. */
  void product(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

  /** {@code c += a b}. */
  void addProduct(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

  /** {@code a = min(bound, max(-bound, a))}; NaN stays NaN. */
  void clip(float bound, float[] a, int aOffset, int length);

  /** {@code a = 0} where {@code y} is {@code low} or less, or {@code high} or more. */
  void clearOutside(
      float low, float high, float[] y, int yOffset, float[] a, int aOffset, int length);

  /** {@code b += k (a - b)}: b becomes a where k is 1. */
  void blend(float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length);

  /** {@code b = k a; a -= b}: the share k of a goes to b. */
  void split(float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length);
}
