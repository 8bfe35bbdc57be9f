package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;

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
  /** Throws {@link IllegalArgumentException} where there are no values. */
  public Features {
    Require.present("values", values);
  }

  /** Data from outside: no gradient is wanted. */
  public static Features data(Tensor values, Tensor lengths) {
    return new Features(values, lengths, false);
  }

  /**
   * Data from outside whose rows are of these lengths, which are brought onto the device.
   *
   * @param values {@code [T, N]} or {@code [T, N, F]}
   * @param lengths {@code [N]}, 0 to T
   * @param scope owns the lengths
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
  public static Features computed(Tensor values, Tensor lengths) {
    return new Features(values, lengths, true);
  }
}
