package dev.sluice.device;

import dev.sluice.cell.Activation;

/**
 * Operations on elements and rows of {@code FLOAT32} tensors. Arguments of one call may be the same
 * tensor unless said otherwise. A tensor of any rank is seen as {@code [rows, columns]} where rows
 * matter.
 */
public interface Elementwise {

  /** Sets every element. */
  void fill(Tensor target, float value);

  /** Copies; same number of elements. */
  void copy(Tensor source, Tensor target);

  /** {@code target += source}; same number of elements. */
  void add(Tensor source, Tensor target);

  /** {@code target[r][c] += row[c]}. */
  void addToRows(Tensor row, Tensor target);

  /** {@code sum[c] += sum over r of source[r][c]}. */
  void addRowSums(Tensor source, Tensor sum);

  /** {@code y = act(x)}; same number of elements. */
  void activate(Activation activation, Tensor x, Tensor y);

  /** {@code dX = dY (.) act'(x)}, from the outputs y; overwrites dX. */
  void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX);

  /**
   * Inverted dropout: each element is kept with probability {@code 1 - rate} and then divided by
   * it, else zero. The choice for element k is a pure function of {@code (stream, k)}, so the
   * backward pass is the same call on the gradients.
   *
   * @param rate 0 to below 1
   */
  void dropout(Tensor x, float rate, RandomStream stream, Tensor y);

  /**
   * Inverted dropout with one mask for all timesteps: element f of row n is kept or not at every
   * step, by number {@code n*F + f} of the stream. The backward pass is the same call on the
   * gradients.
   *
   * @param x {@code [T, N, F]}
   * @param rate 0 to below 1
   * @param y {@code [T, N, F]}
   */
  void lockedDropout(Tensor x, float rate, RandomStream stream, Tensor y);

  /**
   * Copies columns {@code sourceOffset .. + width - 1} of each row of source to columns {@code
   * targetOffset ..} of the same row of target; same number of rows, different tensors.
   */
  void copyColumns(Tensor source, int sourceOffset, Tensor target, int targetOffset, int width);
}
