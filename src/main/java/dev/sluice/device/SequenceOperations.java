package dev.sluice.device;

import dev.sluice.sequence.PoolingKind;
import org.jspecify.annotations.Nullable;

/**
 * Operations on sequences of tokens or features. Lengths are {@code INT32 [N]}, each from 0 to T,
 * or null if all rows have T timesteps.
 *
 * <p>A token, length or timestep out of range is an {@link IllegalArgumentException}, and nothing
 * is written. A device that computes asynchronously throws at the next {@link Tensor#read} instead,
 * and skips the wrong element.
 */
public interface SequenceOperations {

  /**
   * {@code y[t][n] = table[tokens[t][n]]}.
   *
   * @param tokens {@code INT32 [T, N]}, each from 0 to V-1
   * @param table {@code [V, E]}
   * @param y {@code [T, N, E]}
   * @throws IllegalArgumentException if a token is out of range
   */
  void embed(Tensor tokens, Tensor table, Tensor y);

  /**
   * {@code dTable[tokens[t][n]] += dY[t][n]}, in a fixed order, for all timesteps that are not
   * padding and all tokens except the padding token.
   *
   * @param tokens {@code INT32 [T, N]}
   * @param padding the token without a gradient, or -1 for none
   * @param dY {@code [T, N, E]}
   * @param dTable {@code [V, E]}
   */
  void embedBackward(
      Tensor tokens, @Nullable Tensor lengths, int padding, Tensor dY, Tensor dTable);

  /**
   * Replaces each token, except the padding token, by {@code replacement} with probability {@code
   * rate}. The choice depends only on {@code (stream, position)}.
   *
   * @param tokens {@code INT32 [T, N]}
   * @param rate from 0 to 1
   * @param padding the token that is never replaced, or -1 for none
   * @param target {@code INT32 [T, N]}; may be the same tensor as tokens
   */
  void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target);

  /**
   * Pools the valid timesteps of each row into the columns {@code offset .. offset + F - 1} of y. A
   * row of length 0 gives zeros.
   *
   * @param x {@code [T, N, F]}
   * @param y {@code [N, columns]}
   * @param argmax {@code INT32 [N, F]} for MAX, null for other kinds; receives the timestep of each
   *     maximum: the first of equal values, or the first NaN, or -1 for a row of length 0
   */
  void pool(
      PoolingKind pooling,
      Tensor x,
      @Nullable Tensor lengths,
      Tensor y,
      int offset,
      @Nullable Tensor argmax);

  /**
   * Adds the gradient of {@link #pool} with respect to x to dX.
   *
   * @param dY {@code [N, columns]}
   * @param argmax the result of {@link #pool} for MAX, null for other kinds
   * @param dX {@code [T, N, F]}
   */
  void poolBackward(
      PoolingKind pooling,
      Tensor dY,
      int offset,
      @Nullable Tensor lengths,
      @Nullable Tensor argmax,
      Tensor dX);
}
