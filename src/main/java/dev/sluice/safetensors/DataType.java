package dev.sluice.safetensors;

/**
 * The element types of safetensors files. Each constant except the last is named as in the header
 * of a file. The values of some types cannot be read; other tensors of the same file can.
 *
 * <p>The order of declaration is that of the reference implementation and part of the file layout:
 * tensors are written in descending order of their type. So wide elements come first and every
 * tensor is aligned.
 */
public enum DataType {
  /** One byte, 0 or 1. */
  BOOL(8, Values.INTEGER),
  /** 4-bit floating point, E2M1 of the OCP microscaling formats; not read. */
  F4(4, Values.NOT_READ),
  /** 6-bit floating point, E2M3; not read. */
  F6_E2M3(6, Values.NOT_READ),
  /** 6-bit floating point, E3M2; not read. */
  F6_E3M2(6, Values.NOT_READ),
  /** Unsigned 8-bit integer. */
  U8(8, Values.INTEGER),
  /** Signed 8-bit integer. */
  I8(8, Values.INTEGER),
  /** 8-bit floating point, E5M2; not read. */
  F8_E5M2(8, Values.NOT_READ),
  /** 8-bit floating point, E4M3; not read. */
  F8_E4M3(8, Values.NOT_READ),
  /** 8-bit floating point, E5M2 without infinities and negative zero; not read. */
  F8_E5M2FNUZ(8, Values.NOT_READ),
  /** 8-bit floating point, E4M3 without infinities and negative zero; not read. */
  F8_E4M3FNUZ(8, Values.NOT_READ),
  /** A power of two, used as the scale of a block of narrower numbers; not read. */
  F8_E8M0(8, Values.NOT_READ),
  /** Signed 16-bit integer. */
  I16(16, Values.INTEGER),
  /** Unsigned 16-bit integer. */
  U16(16, Values.INTEGER),
  /** IEEE 754 binary16. */
  F16(16, Values.FLOAT),
  /** bfloat16, the upper half of a binary32. */
  BF16(16, Values.FLOAT),
  /** Signed 32-bit integer. */
  I32(32, Values.INTEGER),
  /** Unsigned 32-bit integer. */
  U32(32, Values.INTEGER),
  /** IEEE 754 binary32. */
  F32(32, Values.FLOAT),
  /** A complex number, two binary32; not read. */
  C64(64, Values.NOT_READ),
  /** IEEE 754 binary64. */
  F64(64, Values.FLOAT),
  /** Signed 64-bit integer. */
  I64(64, Values.INTEGER),
  /** Unsigned 64-bit integer. */
  U64(64, Values.INTEGER),
  /** Any other type, see {@link TensorInfo#dtypeName}; not read. */
  UNKNOWN(0, Values.NOT_READ);

  private enum Values {
    INTEGER,
    FLOAT,
    NOT_READ
  }

  private final int bits;
  private final Values values;

  DataType(int bits, Values values) {
    this.bits = bits;
    this.values = values;
  }

  /** The type with this name in a header; {@link #UNKNOWN} if there is none. */
  static DataType named(String name) {
    for (DataType dtype : values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    return UNKNOWN;
  }

  /** Returns the number of bits per element, 4 to 64; 0 if it is unknown. */
  public int bits() {
    return bits;
  }

  /** The number of bytes per element, 1, 2, 4 or 8; only for types whose values are read. */
  int byteSize() {
    return bits / Byte.SIZE;
  }

  /** Returns whether the elements are floating-point numbers that are read. */
  public boolean isFloat() {
    return values == Values.FLOAT;
  }

  /** Returns whether the elements are integers or truth values. */
  public boolean isInteger() {
    return values == Values.INTEGER;
  }

  /** Returns whether the values are read, as floating-point numbers or as integers. */
  public boolean isRead() {
    return values != Values.NOT_READ;
  }
}
