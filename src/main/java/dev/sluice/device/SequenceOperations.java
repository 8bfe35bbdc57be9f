package dev.sluice.device;

import dev.sluice.sequence.PoolingKind;

/**
 * Operations that know of tokens, timesteps and lengths. Lengths are {@code INT32 [N]}, each 0 to
 * T, or null: all rows are T long.
 *
 * <p>A token, length or step out of range is an {@link IllegalArgumentException}; nothing was
 * written then. On a device that computes asynchronously it comes at the next {@link Tensor#read};
 * the wrong element was left out then.
 */
public interface SequenceOperations {

  /**
   * {@code y[t][n] = table[tokens[t][n]]}.
   *
   * @param tokens {@code INT32 [T, N]}, each 0 to V-1
   * @param table {@code [V, E]}
   * @param y {@code [T, N, E]}
   * @throws IllegalArgumentException if a token is out of range
   */
  void embed(Tensor tokens, Tensor table, Tensor y);

  /**
   * {@code dTable[tokens[t][n]] += dY[t][n]}, in a fixed order, for steps below the row's length
   * and tokens other than padding.
   *
   * @param padding the token that gets no gradient, or -1
   */
  void embedBackward(Tensor tokens, Tensor lengths, int padding, Tensor dY, Tensor dTable);

  /**
   * Replaces each token but padding by {@code replacement} with probability {@code rate}; a pure
   * function of {@code (stream, position)}.
   *
   * @param tokens {@code INT32 [T, N]}
   * @param rate 0 to 1
   * @param padding the token that is never replaced, or -1
   * @param target {@code INT32 [T, N]}; may be the same tensor
   */
  void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target);

  /**
   * Pools the valid steps of each row into columns {@code offset .. offset + F - 1} of y. A row of
   * length 0 gives zeros.
   *
   * @param x {@code [T, N, F]}
   * @param y {@code [N, columns]}
   * @param argmax {@code INT32 [N, F]}: for MAX, receives the step of each maximum (the first of
   *     equal ones, or the first NaN), -1 for a row of length 0; null otherwise
   */
  void pool(PoolingKind pooling, Tensor x, Tensor lengths, Tensor y, int offset, Tensor argmax);

  /**
   * Adds the gradient of {@link #pool} to dX.
   *
   * @param dY {@code [N, columns]}
   * @param dX {@code [T, N, F]}
   */
  void poolBackward(
      PoolingKind pooling, Tensor dY, int offset, Tensor lengths, Tensor argmax, Tensor dX);
}
