package dev.sluice.data.synthetic;

/** One-hot vectors. */
final class OneHot {
  /** An id whose vector is all zeros, for padding. */
  static final int NONE = -1;

  private OneHot() {}

  /**
   * Encodes ids.
   *
   * @param ids each from 0 to {@code size - 1}, or {@link #NONE}
   * @return {@code [ids.length, size]}, row-major
   */
  static float[] of(int[] ids, int size) {
    float[] vectors = new float[Math.multiplyExact(ids.length, size)];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != NONE) {
        vectors[i * size + ids[i]] = 1;
      }
    }
    return vectors;
  }
}
