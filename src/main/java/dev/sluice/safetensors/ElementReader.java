package dev.sluice.safetensors;

import java.nio.ByteBuffer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Reads single elements of each type from a little-endian buffer. */
final class ElementReader {
  private ElementReader() {}

  /** Returns the reader of a floating-point type; every value is exact as a double. */
  static ToDoubleFunction<ByteBuffer> ofFloat(DataType dtype) {
    return switch (dtype) {
      case F16 -> in -> HalfPrecision.float16ToFloat(in.getShort());
      case BF16 -> in -> HalfPrecision.bfloat16ToFloat(in.getShort());
      case F32 -> ByteBuffer::getFloat;
      case F64 -> ByteBuffer::getDouble;
      default -> throw new IllegalArgumentException("expected a float type, found " + dtype);
    };
  }

  /** Returns the reader of an integer type or BOOL; a U64 above 2^63 - 1 becomes negative. */
  static ToLongFunction<ByteBuffer> ofInteger(DataType dtype) {
    return switch (dtype) {
      case BOOL, U8 -> in -> Byte.toUnsignedLong(in.get());
      case I8 -> ByteBuffer::get;
      case I16 -> ByteBuffer::getShort;
      case U16 -> in -> Short.toUnsignedLong(in.getShort());
      case I32 -> ByteBuffer::getInt;
      case U32 -> in -> Integer.toUnsignedLong(in.getInt());
      case I64, U64 -> ByteBuffer::getLong;
      default -> throw new IllegalArgumentException("expected an integer type, found " + dtype);
    };
  }

  /** Returns the smallest value of {@link #ofInteger} that is valid. */
  static long lowest(DataType dtype) {
    return dtype == DataType.U64 ? 0 : Long.MIN_VALUE;
  }

  /** Returns the largest value of {@link #ofInteger} that is valid. */
  static long highest(DataType dtype) {
    return dtype == DataType.BOOL ? 1 : Long.MAX_VALUE;
  }
}
