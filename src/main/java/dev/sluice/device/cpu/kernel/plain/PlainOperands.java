package dev.sluice.device.cpu.kernel.plain;

/**
 * The operands of a loop over one row. Each operand is copied to the beginning of an array of its
 * own, because the compiler vectorises only loops that use the same index for all arrays. An
 * instance is the scratch memory of one thread.
 */
final class PlainOperands {
  /** The largest number of elements of an operand. */
  static final int MAX_LENGTH = 512;

  /**
   * The length of an array: with the array header whole cache lines, so that all operands have the
   * same alignment.
   */
  private static final int LENGTH = MAX_LENGTH + 12;

  private static final int COUNT = 16;

  private static final ThreadLocal<PlainOperands> OF_THREAD =
      ThreadLocal.withInitial(PlainOperands::new);

  private final float[][] operands = new float[COUNT][LENGTH];
  private int used;

  private PlainOperands() {}

  static PlainOperands ofThread() {
    return OF_THREAD.get();
  }

  /** Frees all operands for the next loop. */
  void clear() {
    used = 0;
  }

  /** Copies elements to the next operand. */
  float[] load(float[] source, int at, int length) {
    float[] operand = operands[used++];
    System.arraycopy(source, at, operand, 0, length);
    return operand;
  }

  /** {@code c = a b}. */
  static void product(float[] a, float[] b, float[] c, int length) {
    int end = Math.min(length, MAX_LENGTH);
    for (int j = 0; j < end; j++) {
      c[j] = a[j] * b[j];
    }
  }

  /** {@code d = a b c}. */
  static void product(float[] a, float[] b, float[] c, float[] d, int length) {
    int end = Math.min(length, MAX_LENGTH);
    for (int j = 0; j < end; j++) {
      d[j] = a[j] * b[j] * c[j];
    }
  }

  /** {@code c += a b}. */
  static void addProduct(float[] a, float[] b, float[] c, int length) {
    int end = Math.min(length, MAX_LENGTH);
    for (int j = 0; j < end; j++) {
      c[j] = Math.fma(a[j], b[j], c[j]);
    }
  }

  /** {@code b += factor a}. */
  static void addScaled(float factor, float[] a, float[] b, int length) {
    int end = Math.min(length, MAX_LENGTH);
    for (int j = 0; j < end; j++) {
      b[j] = Math.fma(factor, a[j], b[j]);
    }
  }

  /** {@code c = a - b}. */
  static void difference(float[] a, float[] b, float[] c, int length) {
    int end = Math.min(length, MAX_LENGTH);
    for (int j = 0; j < end; j++) {
      c[j] = a[j] - b[j];
    }
  }
}
