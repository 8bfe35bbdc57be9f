package dev.sluice.device.cpu.runtime;

import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Keeps arrays for reuse, so that training allocates none once it has seen its largest batches.
 * Arrays come in few sizes, so that batches of many lengths share them, and equal work takes equal
 * arrays. Thread-safe.
 */
public final class ArrayPool {
  /**
   * With this system property set, fresh float arrays hold NaN, so that tests see unwritten ones.
   */
  private static final boolean POISON = Boolean.getBoolean("sluice.poison");

  private static final int SMALLEST = 64;
  private static final int LARGE = 1 << 22;

  /** Some virtual machines cannot make longer arrays. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final FreeArrays<float[]> floats = new FreeArrays<>();
  private final FreeArrays<int[]> ints = new FreeArrays<>();
  private long bytesInUse;
  private long bytesHeld;

  /** All arrays that were allocated and are not forgotten, in use or free. */
  public synchronized long bytesHeld() {
    return bytesHeld;
  }

  /** An array of at least this length; contents undefined. */
  public float[] takeFloats(long length) {
    float[] array = take(floats, length, float[]::new);
    if (POISON) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /** An array of at least this length; contents undefined. */
  public int[] takeInts(long length) {
    int[] array = take(ints, length, int[]::new);
    if (POISON) {
      Arrays.fill(array, Integer.MIN_VALUE);
    }
    return array;
  }

  public synchronized void give(float[] array) {
    giveBack(floats, array, array.length);
  }

  public synchronized void give(int[] array) {
    giveBack(ints, array, array.length);
  }

  private <A> void giveBack(FreeArrays<A> free, A array, int length) {
    bytesInUse -= bytes(length);
    free.push(length, array);
  }

  private synchronized <A> A take(FreeArrays<A> free, long length, IntFunction<A> constructor) {
    if (length > LONGEST) {
      throw outOfMemory(length);
    }
    int size = roundUp((int) length);
    A array = free.pop(size);
    if (array == null) {
      array = allocate(size, constructor);
    }
    bytesInUse += bytes(size);
    return array;
  }

  private <A> A allocate(int size, IntFunction<A> constructor) {
    A array;
    try {
      array = constructor.apply(size);
    } catch (OutOfMemoryError heapIsFull) {
      dropFreeArrays();
      array = allocateOrExplain(size, constructor);
    }
    bytesHeld += bytes(size);
    return array;
  }

  private void dropFreeArrays() {
    floats.clear();
    ints.clear();
    bytesHeld = bytesInUse;
  }

  private <A> A allocateOrExplain(int size, IntFunction<A> constructor) {
    try {
      return constructor.apply(size);
    } catch (OutOfMemoryError heapIsFull) {
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

  /** To two sizes per power of two, to eight where the rest would cost much memory. */
  private static int roundUp(int length) {
    if (length <= SMALLEST) {
      return SMALLEST;
    }
    long step = Integer.highestOneBit(length - 1) >> (length > LARGE ? 3 : 1);
    return (int) Math.min(LONGEST, (length + step - 1) / step * step);
  }
}
