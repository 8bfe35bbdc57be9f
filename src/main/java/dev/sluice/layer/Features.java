package dev.sluice.layer;

import dev.sluice.device.Tensor;

/**
 * What flows between layers.
 *
 * @param values token ids {@code INT32 [T, N]}, a sequence {@code FLOAT32 [T, N, F]}, or one vector
 *     per row {@code FLOAT32 [N, F]}
 * @param lengths {@code INT32 [N]}, the valid steps of each row; null where all rows are T long or
 *     there are no timesteps; values beyond them mean nothing
 * @param differentiable whether the gradient by the values is wanted; false for data
 */
public record Features(Tensor values, Tensor lengths, boolean differentiable) {

  /** Data from outside: no gradient is wanted. */
  public static Features data(Tensor values, Tensor lengths) {
    return new Features(values, lengths, false);
  }

  /** The output of a layer, with the lengths of its input. */
  public static Features computed(Tensor values, Tensor lengths) {
    return new Features(values, lengths, true);
  }
}
