package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The input or output of a layer: a tensor and the lengths of its rows. The tensors are not copied.
 *
 * @param values token ids {@code INT32 [T, N]}, a sequence {@code FLOAT32 [T, N, F]}, or one vector
 *     per row {@code FLOAT32 [N, F]}
 * @param lengths {@code INT32 [N]}, the number of valid steps of each row; null if all rows have
 *     length T or there are no timesteps. Values beyond the lengths are padding and undefined
 * @param differentiable whether the gradient with respect to the values is needed; false for data
 */
public record Features(Tensor values, @Nullable Tensor lengths, boolean differentiable) {
  /** Checks that there are values; throws {@link IllegalArgumentException} otherwise. */
  public Features {
    Require.present("values", values);
  }

  /** Input data, which need no gradient. */
  public static Features data(Tensor values, @Nullable Tensor lengths) {
    return new Features(values, lengths, false);
  }

  /**
   * Input data with the given row lengths, which are copied to the device. They are left out if all
   * rows have length T.
   *
   * @param values {@code [T, N]} or {@code [T, N, F]}
   * @param lengths {@code [N]}, each 0 to T
   * @param scope owns the tensor of lengths, and closes it; the caller closes the scope
   */
  public static Features data(Tensor values, int[] lengths, Scope scope) {
    Require.present("values", values);
    Require.present("lengths", lengths);
    Require.present("scope", scope);
    int timesteps = values.shape().size(0);
    if (Arrays.stream(lengths).allMatch(length -> length == timesteps)) {
      return data(values, null);
    }
    Tensor placed = scope.ints(lengths.length);
    placed.write(lengths);
    return data(values, placed);
  }

  /** The output of a layer, with the lengths of its input. */
  public static Features computed(Tensor values, @Nullable Tensor lengths) {
    return new Features(values, lengths, true);
  }
}
