package dev.sluice.device;

import dev.sluice.cell.Activation;

/**
 * Operations on elements and rows of {@code FLOAT32} tensors. The tensors of one call may be the
 * same tensor, unless the method says otherwise. Operations on rows view a tensor of any rank as a
 * matrix {@code [rows, columns]}, see {@link Shape}.
 */
public interface Elementwise {

  /** Sets every element of target to value. */
  void fill(Tensor target, float value);

  /** {@code target = source}. Both tensors have the same number of elements. */
  void copy(Tensor source, Tensor target);

  /** {@code target += source}. Both tensors have the same number of elements. */
  void add(Tensor source, Tensor target);

  /** {@code target[r][c] += row[c]}, for every row r. */
  void addToRows(Tensor row, Tensor target);

  /** {@code sum[c] += sum over r of source[r][c]}. */
  void addRowSums(Tensor source, Tensor sum);

  /** {@code y = act(x)}. Both tensors have the same number of elements. */
  void activate(Activation activation, Tensor x, Tensor y);

  /** {@code dX = dY (.) act'(x)}, computed from the outputs y. Overwrites dX. */
  void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX);

  /**
   * Inverted dropout. Each element is kept with probability {@code 1 - rate} and divided by {@code
   * 1 - rate}, or set to zero. The choice for element k depends only on {@code (stream, k)}, so the
   * backward pass is the same call on the gradients.
   *
   * @param rate from 0 (included) to 1 (excluded)
   */
  void dropout(Tensor x, float rate, RandomStream stream, Tensor y);

  /**
   * Inverted dropout with one mask for all timesteps. Feature f of row n is kept or dropped at
   * every timestep alike, according to number {@code n*F + f} of the stream. The backward pass is
   * the same call on the gradients.
   *
   * @param x {@code [T, N, F]}
   * @param rate from 0 (included) to 1 (excluded)
   * @param y {@code [T, N, F]}
   */
  void lockedDropout(Tensor x, float rate, RandomStream stream, Tensor y);

  /**
   * Copies the columns {@code sourceOffset .. sourceOffset + width - 1} of each row of source to
   * the columns from {@code targetOffset} of the same row of target. Source and target are
   * different tensors with the same number of rows.
   */
  void copyColumns(Tensor source, int sourceOffset, Tensor target, int targetOffset, int width);
}
