package dev.sluice.device.cpu;

import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Keeps arrays for reuse, so that training allocates none once it has seen its largest batches. One
 * that is taken may be up to twice as long as asked. Thread-safe.
 */
final class ArrayPool {
  /**
   * With this system property set, fresh float arrays hold NaN, so that tests see unwritten ones.
   */
  private static final boolean POISON = Boolean.getBoolean("sluice.poison");

  private static final int SMALLEST = 64;

  /** Some virtual machines cannot make longer arrays. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /** Free arrays by their length. */
  private final NavigableMap<Integer, Deque<float[]>> floats = new TreeMap<>();

  private final NavigableMap<Integer, Deque<int[]>> ints = new TreeMap<>();
  private long bytesInUse;
  private long bytesHeld;

  /** All arrays that were allocated and are not forgotten, in use or free. */
  synchronized long bytesHeld() {
    return bytesHeld;
  }

  /** An array of at least this length; contents undefined. */
  float[] takeFloats(long length) {
    float[] array = take(floats, length, float[]::new);
    if (POISON) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /** An array of at least this length; contents undefined. */
  int[] takeInts(long length) {
    int[] array = take(ints, length, int[]::new);
    if (POISON) {
      Arrays.fill(array, Integer.MIN_VALUE);
    }
    return array;
  }

  synchronized void give(float[] array) {
    giveBack(floats, array, array.length);
  }

  synchronized void give(int[] array) {
    giveBack(ints, array, array.length);
  }

  private <A> void giveBack(Map<Integer, Deque<A>> free, A array, int length) {
    bytesInUse -= bytes(length);
    free.computeIfAbsent(length, key -> new ArrayDeque<>()).push(array);
  }

  private synchronized <A> A take(
      NavigableMap<Integer, Deque<A>> free, long length, IntFunction<A> constructor) {
    if (length > LONGEST) {
      throw outOfMemory(length);
    }
    int size = roundUp((int) length);
    for (Map.Entry<Integer, Deque<A>> fitting :
        free.subMap(size, true, twice(size), true).entrySet()) {
      if (!fitting.getValue().isEmpty()) {
        bytesInUse += bytes(fitting.getKey());
        return fitting.getValue().pop();
      }
    }
    A array = allocate(size, constructor);
    bytesInUse += bytes(size);
    bytesHeld += bytes(size);
    return array;
  }

  private static int twice(int size) {
    return (int) Math.min(LONGEST, 2L * size);
  }

  private <A> A allocate(int size, IntFunction<A> constructor) {
    try {
      return constructor.apply(size);
    } catch (OutOfMemoryError e) {
      floats.clear();
      ints.clear();
      bytesHeld = bytesInUse;
    }
    try {
      return constructor.apply(size);
    } catch (OutOfMemoryError e) {
      throw outOfMemory(size);
    }
  }

  private OutOfDeviceMemoryException outOfMemory(long length) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return new OutOfDeviceMemoryException("cpu", bytes(length), bytesInUse, free);
  }

  private static long bytes(long length) {
    return 4 * length;
  }

  /** Rounds up to a multiple of an eighth of the power of two below. */
  private static int roundUp(int length) {
    if (length <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(1, Integer.highestOneBit(length - 1) >> 3);
    return (int) Math.min(LONGEST, (length + step - 1) / step * step);
  }
}
