package dev.sluice.safetensors;

/**
 * The element types of a safetensors file, each constant named as the header spells it.
 *
 * <p>The order of declaration is the reference implementation's. It is part of the layout: tensors
 * are written in descending order of their type, so that wide elements come first and every tensor
 * is aligned.
 */
public enum DataType {
  /** One byte, 0 or 1. */
  BOOL(1),
  /** Unsigned 8-bit integer. */
  U8(1),
  /** Signed 8-bit integer. */
  I8(1),
  /** Signed 16-bit integer. */
  I16(2),
  /** Unsigned 16-bit integer. */
  U16(2),
  /** IEEE 754 binary16. */
  F16(2),
  /** bfloat16, the upper half of a binary32. */
  BF16(2),
  /** Signed 32-bit integer. */
  I32(4),
  /** Unsigned 32-bit integer. */
  U32(4),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** Signed 64-bit integer. */
  I64(8),
  /** Unsigned 64-bit integer. */
  U64(8);

  private final int byteSize;

  DataType(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Returns the bytes that one element takes: 1, 2, 4 or 8. */
  public int byteSize() {
    return byteSize;
  }

  /** Returns whether the elements are floating-point numbers. */
  public boolean isFloat() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }
}
