package dev.sluice.device;

import java.util.Locale;

/**
 * Some neighbouring features of a sequence: columns {@code offset .. offset + width - 1} of the
 * innermost dimension. It lets both directions of a layer write into one tensor.
 *
 * @param tensor {@code FLOAT32 [T, N, F]}
 * @param offset the first feature
 * @param width how many
 */
public record FeatureSlice(Tensor tensor, int offset, int width) {

  /** Checks type, rank and bounds. */
  public FeatureSlice {
    tensor.require("sequence", DType.FLOAT32, -1, -1, -1);
    if (offset < 0 || width < 1 || offset > tensor.shape().columns() - width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features: expected a part of %d columns, got %d columns from %d",
              tensor.shape().columns(),
              width,
              offset));
    }
  }

  /** All features. */
  public static FeatureSlice of(Tensor tensor) {
    return new FeatureSlice(tensor, 0, tensor.shape().columns());
  }

  /** T. */
  public int timesteps() {
    return tensor.shape().size(0);
  }

  /** N. */
  public int batch() {
    return tensor.shape().size(1);
  }
}
