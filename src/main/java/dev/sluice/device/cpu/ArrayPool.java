package dev.sluice.device.cpu;

import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Keeps arrays for reuse, so that training allocates none after its largest batch. Arrays come in
 * sizes of eight steps per power of two; one that is taken may be up to an eighth longer than
 * asked. Thread-safe.
 */
final class ArrayPool {
  /**
   * With this system property set, fresh float arrays hold NaN, so that tests see unwritten ones.
   */
  private static final boolean POISON = Boolean.getBoolean("sluice.poison");

  private static final int SMALLEST = 64;

  private final Map<Integer, Deque<float[]>> floats = new HashMap<>();
  private final Map<Integer, Deque<int[]>> ints = new HashMap<>();
  private long bytesInUse;

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
    bytesInUse -= bytes(array.length);
    floats.get(array.length).push(array);
  }

  synchronized void give(int[] array) {
    bytesInUse -= bytes(array.length);
    ints.get(array.length).push(array);
  }

  private synchronized <A> A take(
      Map<Integer, Deque<A>> free, long length, IntFunction<A> constructor) {
    if (length > Integer.MAX_VALUE - 8) {
      throw outOfMemory(length);
    }
    int size = roundUp((int) length);
    A array = free.computeIfAbsent(size, key -> new ArrayDeque<>()).poll();
    if (array == null) {
      array = allocate(size, constructor);
    }
    bytesInUse += bytes(size);
    return array;
  }

  private <A> A allocate(int size, IntFunction<A> constructor) {
    try {
      return constructor.apply(size);
    } catch (OutOfMemoryError e) {
      floats.values().forEach(Deque::clear);
      ints.values().forEach(Deque::clear);
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
    return (int) Math.min(Integer.MAX_VALUE - 8, (length + step - 1) / step * step);
  }
}
