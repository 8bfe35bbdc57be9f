package dev.sluice.device;

import dev.sluice.argument.Require;
import java.util.Locale;

/**
 * A view of consecutive features of a sequence: the columns {@code offset .. offset + width - 1} of
 * the innermost dimension. With slices both directions of a layer write into one tensor. The slice
 * does not own the tensor.
 *
 * @param tensor {@code FLOAT32 [T, N, F]}
 * @param offset the first feature
 * @param width the number of features
 */
public record FeatureSlice(Tensor tensor, int offset, int width) {

  /** Checks element type, rank and bounds. */
  public FeatureSlice {
    Require.present("sequence", tensor).require("sequence", DType.FLOAT32, -1, -1, -1);
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

  /** A slice of all features of a tensor. */
  public static FeatureSlice of(Tensor tensor) {
    Require.present("tensor", tensor);
    return new FeatureSlice(tensor, 0, tensor.shape().columns());
  }

  /** T, the number of timesteps. */
  public int timesteps() {
    return tensor.shape().size(0);
  }

  /** N, the number of rows in the batch. */
  public int batch() {
    return tensor.shape().size(1);
  }
}
