package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Cell;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.SpanKernels;

/**
 * Layer normalization of rows of blocks, J. L. Ba, J. R. Kiros and G. E. Hinton, <em>Layer
 * Normalization</em>, 2016. Each row is normalized separately, over its units without the padding.
 */
final class LayerNorm {
  private final Kernels kernels;
  private final SpanKernels spans;
  private final int length;
  private final float units;

  /**
   * The spans of units between the padding and their distance. Without padding there is one span.
   */
  private final int spanCount;

  private final int spanLength;
  private final int spanStride;

  /**
   * Creates the normalization of rows.
   *
   * @param blocks the number of blocks of a row
   */
  LayerNorm(Kernels kernels, PaddedSizes size, int blocks) {
    this.kernels = kernels;
    this.spans = kernels.spans();
    this.length = blocks * size.block;
    this.units = (float) blocks * size.hidden;
    boolean padded = size.hidden != size.block;
    this.spanCount = padded ? blocks : 1;
    this.spanLength = padded ? size.hidden : length;
    this.spanStride = size.block;
  }

  /** The length of a row, including its padding. */
  int length() {
    return length;
  }

  /**
   * {@code v = (v - mean(v)) s} with {@code s = 1 / sqrt(variance(v) + epsilon)}.
   *
   * @return s
   */
  float forward(float[] v, int at) {
    int end = at + length;
    float mean = sum(v, at) / units;
    for (int j = at; j < end; j++) {
      v[j] -= mean;
    }
    float variance = dot(v, at, v, at) / units;
    float scale = (float) (1 / Math.sqrt(variance + Cell.NORM_EPSILON));
    for (int j = at; j < end; j++) {
      v[j] *= scale;
    }
    return scale;
  }

  /**
   * Replaces d, the gradient with respect to the normalized row, by the gradient with respect to
   * the row before normalization: {@code d = s (d - mean(d) - v mean(d v))}.
   *
   * @param d the gradient of a row
   * @param v the normalized row
   * @param scale s
   */
  void backward(float[] d, int dAt, float[] v, int at, float scale) {
    float mean = sum(d, dAt) / units;
    float meanProduct = dot(d, dAt, v, at) / units;
    for (int j = dAt; j < dAt + length; j++) {
      d[j] = scale * (d[j] - mean);
    }
    kernels.addScaled(-scale * meanProduct, v, at, d, dAt, length);
  }

  private float sum(float[] a, int at) {
    float sum = 0;
    for (int k = 0; k < spanCount; k++) {
      sum += spans.sum(a, at + k * spanStride, spanLength);
    }
    return sum;
  }

  private float dot(float[] a, int aAt, float[] b, int bAt) {
    float sum = 0;
    for (int k = 0; k < spanCount; k++) {
      sum += spans.dot(a, aAt + k * spanStride, b, bAt + k * spanStride, spanLength);
    }
    return sum;
  }
}
