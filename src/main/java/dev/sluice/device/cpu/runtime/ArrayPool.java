package dev.sluice.device.cpu.runtime;

import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A pool of arrays for reuse. Training allocates no arrays once the pool has served its largest
 * batches. Lengths are rounded up to few sizes, so batches of different lengths share arrays.
 * Thread-safe.
 */
public final class ArrayPool {
  /**
   * With this system property, arrays are filled with NaN when they are taken, so that tests find
   * reads of unwritten elements.
   */
  private static final boolean POISON = Boolean.getBoolean("sluice.poison");

  private static final int SMALLEST = 64;
  private static final int LARGE = 1 << 22;

  /** The longest array that all Java virtual machines support. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final FreeArrays<float[]> floats = new FreeArrays<>();
  private final FreeArrays<int[]> ints = new FreeArrays<>();
  private long bytesInUse;
  private long bytesHeld;

  /** The bytes of all arrays of this pool, in use or free. */
  public synchronized long bytesHeld() {
    return bytesHeld;
  }

  /** All arrays that were taken and not given back. */
  public synchronized long bytesInUse() {
    return bytesInUse;
  }

  /** Takes an array of at least this length; its contents are undefined. */
  public float[] takeFloats(long length) {
    float[] array = take(floats, length, float[]::new);
    if (POISON) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /** Takes an array of at least this length; its contents are undefined. */
  public int[] takeInts(long length) {
    int[] array = take(ints, length, int[]::new);
    if (POISON) {
      Arrays.fill(array, Integer.MIN_VALUE);
    }
    return array;
  }

  /** Returns an array to the pool. */
  public synchronized void give(float[] array) {
    giveBack(floats, array, array.length);
  }

  /** Returns an array to the pool. */
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

  /**
   * Rounds up to one of two sizes per power of two. Large arrays have eight sizes per power of two,
   * to waste less memory.
   */
  private static int roundUp(int length) {
    if (length <= SMALLEST) {
      return SMALLEST;
    }
    long step = Integer.highestOneBit(length - 1) >> (length > LARGE ? 3 : 1);
    return (int) Math.min(LONGEST, (length + step - 1) / step * step);
  }
}
