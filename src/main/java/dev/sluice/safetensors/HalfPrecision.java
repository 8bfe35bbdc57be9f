package dev.sluice.safetensors;

/**
 * Converts between float and the two 16-bit formats, IEEE 754 binary16 and bfloat16, which are
 * given as the bits of a short.
 *
 * <p>Widening is exact. Narrowing rounds to nearest, ties to even. Values that are too large become
 * infinity; the sign of zero is kept; a NaN stays a NaN with the upper bits of its payload. The JDK
 * has {@code Float.float16ToFloat} only since version 20.
 */
public final class HalfPrecision {
  private static final int FLOAT_INFINITY = 0x7f800000;

  /** Exponent bias of binary32 less that of binary16. */
  private static final int BIAS_GAP = 127 - 15;

  private HalfPrecision() {}

  /** The float value of a binary16. */
  public static float float16ToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    int magnitude =
        switch (exponent) {
          case 0 -> Float.floatToRawIntBits(mantissa * 0x1p-24f);
          case 0x1f -> FLOAT_INFINITY | mantissa << 13;
          default -> exponent + BIAS_GAP << 23 | mantissa << 13;
        };
    return Float.intBitsToFloat(sign | magnitude);
  }

  /** The nearest binary16, ties to even; infinity if the value is too large. */
  public static short floatToFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    return (short) (sign | float16Magnitude(bits & 0x7fffffff));
  }

  private static int float16Magnitude(int magnitude) {
    if (magnitude > FLOAT_INFINITY) {
      int payload = magnitude >>> 13 & 0x3ff;
      return 0x7c00 | (payload == 0 ? 0x200 : payload);
    }
    // 65520 is halfway between the largest binary16, 65504, and 2^16; a tie rounds up here.
    if (magnitude >= Float.floatToRawIntBits(65520f)) {
      return 0x7c00;
    }
    if (magnitude < Float.floatToRawIntBits(0x1p-14f)) {
      // A float near 0.5 has the spacing of binary16 subnormals, 2^-24, so this addition rounds.
      float aligned = Float.intBitsToFloat(magnitude) + 0.5f;
      return Float.floatToRawIntBits(aligned) - Float.floatToRawIntBits(0.5f);
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return rounded - (BIAS_GAP << 23) >>> 13;
  }

  /** The float value of a bfloat16. */
  public static float bfloat16ToFloat(short half) {
    return Float.intBitsToFloat(half << 16);
  }

  /** The nearest bfloat16, ties to even; infinity if the value is too large. */
  public static short floatToBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > FLOAT_INFINITY) {
      int upper = bits >>> 16;
      return (short) ((upper & 0x7f) == 0 ? upper | 0x40 : upper);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
