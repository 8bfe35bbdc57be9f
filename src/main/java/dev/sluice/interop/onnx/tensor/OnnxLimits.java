package dev.sluice.interop.onnx.tensor;

import java.util.Locale;

/**
 * What one run of a model may cost. A file of a hundred bytes can ask for terabytes or for years;
 * what is over a limit is refused before it is allocated or begun.
 *
 * @param liveBytes the most that constants and values hold at one time. By default half of the
 *     JVM's largest heap ({@code -Xmx})
 * @param totalBytes the most that all values of a run hold, those that are no longer needed
 *     included, beyond what the file's own size and the inputs explain: {@value
 *     #BYTES_PER_WEIGHT_AND_ELEMENT} for each pair of a weight and an element of the inputs are
 *     always allowed. By default 4 GiB
 * @param operations the most multiply-adds and elements computed in a run, likewise beyond {@value
 *     #PER_WEIGHT_AND_ELEMENT} for each pair of a weight and an element of the inputs. By default 4
 *     * 10^9, some seconds of one core
 */
public record OnnxLimits(long liveBytes, long totalBytes, long operations) {
  /** A recurrent layer takes 1 per weight and step. */
  static final int PER_WEIGHT_AND_ELEMENT = 16;

  /** A float. */
  static final int BYTES_PER_WEIGHT_AND_ELEMENT = 4;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above 0
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

  /** The limits where none are given. */
  public static OnnxLimits defaults() {
    return new OnnxLimits(Runtime.getRuntime().maxMemory() / 2, 4L << 30, 4_000_000_000L);
  }

  /** The same limits but for the bytes held at one time. */
  public OnnxLimits withLiveBytes(long bytes) {
    return new OnnxLimits(bytes, totalBytes, operations);
  }

  /** The same limits but for the sum of all bytes. */
  public OnnxLimits withTotalBytes(long bytes) {
    return new OnnxLimits(liveBytes, bytes, operations);
  }

  /** The same limits but for the operations. */
  public OnnxLimits withOperations(long count) {
    return new OnnxLimits(liveBytes, totalBytes, count);
  }

  /** How many operations a run may take. */
  long operations(long weights, long inputElements) {
    return sum(operations, PER_WEIGHT_AND_ELEMENT, weights, inputElements);
  }

  /** How many bytes all values of a run may hold. */
  long totalBytes(long weights, long inputElements) {
    return sum(totalBytes, BYTES_PER_WEIGHT_AND_ELEMENT, weights, inputElements);
  }

  private static long sum(long limit, int each, long weights, long inputElements) {
    double explained = (double) each * weights * inputElements;
    return (long) Math.min(Long.MAX_VALUE, limit + explained);
  }
}
