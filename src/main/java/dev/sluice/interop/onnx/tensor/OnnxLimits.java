package dev.sluice.interop.onnx.tensor;

import java.util.Locale;

/**
 * The limits of one run of a model. A file of a hundred bytes can require terabytes of memory or
 * years of work. A run that exceeds a limit is refused before it allocates the memory or starts the
 * work.
 *
 * @param liveBytes largest memory of constants and values at one time, in bytes. Default: half of
 *     the maximum heap of the JVM ({@code -Xmx})
 * @param totalBytes largest sum of the memory of all values of a run, including released ones, in
 *     bytes. In addition, {@value #BYTES_PER_WEIGHT_AND_ELEMENT} bytes are allowed for each pair of
 *     a weight and an input element. Default: 4 GiB
 * @param operations largest number of multiply-adds and computed elements of a run. A function such
 *     as tanh, exp or pow counts as {@value #PER_FUNCTION} operations per element. In addition,
 *     {@value #PER_WEIGHT_AND_ELEMENT} operations are allowed for each pair of a weight and an
 *     input element. Default: 4 * 10^9, some seconds on one core
 */
public record OnnxLimits(long liveBytes, long totalBytes, long operations) {
  /**
   * Operations per weight and input element that are always allowed. A recurrent layer needs 1 per
   * weight and step.
   */
  static final int PER_WEIGHT_AND_ELEMENT = 16;

  /**
   * Operations per element of an element-wise function. An operation takes about a nanosecond, and
   * the functions of {@link Math} take 20 to 200.
   */
  public static final int PER_FUNCTION = 64;

  /** Bytes per weight and input element that are always allowed, the size of a float. */
  static final int BYTES_PER_WEIGHT_AND_ELEMENT = 4;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is not above 0
   */
  public OnnxLimits {
    require("liveBytes", liveBytes);
    require("totalBytes", totalBytes);
    require("operations", operations);
  }

  private static void require(String name, long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected a number above 0, got %d", name, limit));
    }
  }

  /** The default limits. */
  public static OnnxLimits defaults() {
    return new OnnxLimits(Runtime.getRuntime().maxMemory() / 2, 4L << 30, 4_000_000_000L);
  }

  /** These limits with another {@code liveBytes}. */
  public OnnxLimits withLiveBytes(long bytes) {
    return new OnnxLimits(bytes, totalBytes, operations);
  }

  /** These limits with another {@code totalBytes}. */
  public OnnxLimits withTotalBytes(long bytes) {
    return new OnnxLimits(liveBytes, bytes, operations);
  }

  /** These limits with another {@code operations}. */
  public OnnxLimits withOperations(long count) {
    return new OnnxLimits(liveBytes, totalBytes, count);
  }

  /** The number of operations that a run may take. */
  long operations(long weights, long inputElements) {
    return sum(operations, PER_WEIGHT_AND_ELEMENT, weights, inputElements);
  }

  /** The number of bytes that all values of a run may take. */
  long totalBytes(long weights, long inputElements) {
    return sum(totalBytes, BYTES_PER_WEIGHT_AND_ELEMENT, weights, inputElements);
  }

  private static long sum(long limit, int each, long weights, long inputElements) {
    double additional = (double) each * weights * inputElements;
    return (long) Math.min(Long.MAX_VALUE, limit + additional);
  }
}
