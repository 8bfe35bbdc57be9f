package dev.sluice.device.cpu.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Arrays by their length, of which there are few; looking one up allocates nothing. */
final class FreeArrays<A> {
  /** Sorted. */
  private int[] lengths = {};

  /** One for each length. */
  private final List<Deque<A>> arrays = new ArrayList<>();

  /** The array of this length that was added last, or null; it is no longer here. */
  A pop(int length) {
    int index = Arrays.binarySearch(lengths, length);
    return index < 0 ? null : arrays.get(index).poll();
  }

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
