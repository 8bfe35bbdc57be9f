package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The batches of one epoch, in order; each batch is given by the indices of its examples.
 * Immutable.
 */
public final class BatchIndices {
  private final List<int[]> batches;

  BatchIndices(List<int[]> batches) {
    this.batches = Require.copyOf("batches", batches);
  }

  /** The number of batches. */
  public int size() {
    return batches.size();
  }

  /**
   * The indices of the examples in a batch; a new array.
   *
   * @param batch from 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public int[] indices(int batch) {
    return batches.get(batch).clone();
  }
}
