package dev.sluice.data;

import java.util.List;

/** The batches of one pass over a set of examples, in order. Immutable. */
public final class BatchIndices {
  private final List<int[]> batches;

  BatchIndices(List<int[]> batches) {
    this.batches = List.copyOf(batches);
  }

  /** Number of batches. */
  public int size() {
    return batches.size();
  }

  /**
   * The examples of a batch; a new array.
   *
   * @param batch from 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException when there is no such batch
   */
  public int[] indices(int batch) {
    return batches.get(batch).clone();
  }
}
