package dev.sluice.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Values that every engine computes itself from a tensor's number and an element's index, so that
 * no values need to be sent. The upper 24 bits of a 32-bit hash become a value from -1 to 1. The
 * values repeat after {@link #PERIOD} elements. {@code ci/values_torch.py} computes the same.
 */
public final class SharedValues {
  private static final int GOLDEN = 0x9E3779B9;

  /** A prime, so that no size of a tensor is a multiple of it. */
  public static final int PERIOD = 1_048_573;

  /** The number of runs in a sample of many values, and the values of a run. */
  public static final int RUNS = 64;

  public static final int RUN_LENGTH = 16;

  private SharedValues() {}

  /**
   * @param tensor which tensor
   * @param count how many elements
   * @param scale the largest magnitude
   */
  public static float[] of(int tensor, int count, double scale) {
    float[] values = new float[count];
    float factor = (float) scale;
    IntStream.range(0, (count + 65535) >>> 16)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(count, (block + 1) << 16);
              for (int k = block << 16; k < end; k++) {
                values[k] = ((mix(k % PERIOD + tensor * GOLDEN) >>> 8) * 0x1p-23f - 1) * factor;
              }
            });
    return values;
  }

  /** The values, or {@link #RUNS} evenly spread runs of them if there are many. */
  public static float[] sample(float[] values) {
    if (values.length <= RUNS * RUN_LENGTH) {
      return Arrays.copyOf(values, values.length);
    }
    float[] sample = new float[RUNS * RUN_LENGTH];
    for (int run = 0; run < RUNS; run++) {
      int from = (int) (run * ((long) values.length - RUN_LENGTH) / (RUNS - 1));
      System.arraycopy(values, from, sample, run * RUN_LENGTH, RUN_LENGTH);
    }
    return sample;
  }

  /** The Euclidean norm. */
  public static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static int mix(int h) {
    h ^= h >>> 16;
    h *= 0x7FEB352D;
    h ^= h >>> 15;
    h *= 0x846CA68B;
    return h ^ h >>> 16;
  }
}
