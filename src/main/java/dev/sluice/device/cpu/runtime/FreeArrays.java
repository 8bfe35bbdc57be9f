package dev.sluice.device.cpu.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Free arrays, by their length. There are few different lengths, so a search in a sorted array
 * finds them without allocating memory.
 */
final class FreeArrays<A> {
  /** The lengths, sorted. */
  private int[] lengths = {};

  /** The free arrays of each length. */
  private final List<Deque<A>> arrays = new ArrayList<>();

  /** Removes and returns the newest array of this length, or returns null. */
  @Nullable A pop(int length) {
    int index = Arrays.binarySearch(lengths, length);
    return index < 0 ? null : arrays.get(index).poll();
  }

  /** Adds a free array. */
  void push(int length, A array) {
    int index = Arrays.binarySearch(lengths, length);
    if (index < 0) {
      index = -1 - index;
      int[] longer = Arrays.copyOf(lengths, lengths.length + 1);
      System.arraycopy(lengths, index, longer, index + 1, lengths.length - index);
      longer[index] = length;
      lengths = longer;
      arrays.add(index, new ArrayDeque<>());
    }
    arrays.get(index).push(array);
  }

  void clear() {
    lengths = new int[0];
    arrays.clear();
  }
}
