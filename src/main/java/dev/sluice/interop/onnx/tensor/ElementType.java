package dev.sluice.interop.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.sluice.safetensors.HalfPrecision;
import java.util.Arrays;
import java.util.Locale;

/** The supported element types. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT(DataType.FLOAT, 4, Kind.REAL),
  /** 64-bit floating point. */
  DOUBLE(DataType.DOUBLE, 8, Kind.REAL),
  /** IEEE 754 binary16; computations use 32 bits and round after each node. */
  FLOAT16(DataType.FLOAT16, 2, Kind.REAL),
  /** The upper half of a 32-bit number; computations use 32 bits and round after each node. */
  BFLOAT16(DataType.BFLOAT16, 2, Kind.REAL),
  /** 8-bit integers. */
  INT8(DataType.INT8, 1, Kind.INTEGER),
  /** 16-bit integers. */
  INT16(DataType.INT16, 2, Kind.INTEGER),
  /** 32-bit integers. */
  INT32(DataType.INT32, 4, Kind.INTEGER),
  /** 64-bit integers. */
  INT64(DataType.INT64, 8, Kind.INTEGER),
  /** Unsigned 8-bit integers. */
  UINT8(DataType.UINT8, 1, Kind.INTEGER),
  /** Unsigned 16-bit integers. */
  UINT16(DataType.UINT16, 2, Kind.INTEGER),
  /** Unsigned 32-bit integers. */
  UINT32(DataType.UINT32, 4, Kind.INTEGER),
  /** Booleans, 0 or 1. */
  BOOL(DataType.BOOL, 1, Kind.BOOLEAN);

  private enum Kind {
    REAL,
    INTEGER,
    BOOLEAN
  }

  private final DataType proto;
  private final int bytes;
  private final Kind kind;

  ElementType(DataType proto, int bytes, Kind kind) {
    this.proto = proto;
    this.bytes = bytes;
    this.kind = kind;
  }

  /** Whether values are real numbers, of any precision. */
  public boolean isReal() {
    return kind == Kind.REAL;
  }

  /** Whether values are integers; false for booleans. */
  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  /** Whether values are stored as float on the heap. */
  boolean isHeldAsFloat() {
    return kind == Kind.REAL && this != DOUBLE;
  }

  /** The size of an element on the heap. */
  int heldBytes() {
    return isHeldAsFloat() ? Float.BYTES : Long.BYTES;
  }

  /** Rounds a float to this type. */
  float rounded(float value) {
    return switch (this) {
      case FLOAT16 -> HalfPrecision.float16ToFloat(HalfPrecision.floatToFloat16(value));
      case BFLOAT16 -> HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16(value));
      default -> value;
    };
  }

  /** Wraps an integer to the range of this type. */
  public long wrapped(long value) {
    return switch (this) {
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case UINT8 -> value & 0xff;
      case UINT16 -> value & 0xffff;
      case UINT32 -> value & 0xffffffffL;
      case BOOL -> value != 0 ? 1 : 0;
      default -> value;
    };
  }

  /** The ONNX code of the type. */
  public int code() {
    return proto.getNumber();
  }

  /** The size of an element in a file. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type with an ONNX code.
   *
   * @throws OnnxException if the type is not supported
   */
  public static ElementType of(int code) {
    return Arrays.stream(values())
        .filter(type -> type.code() == code)
        .findFirst()
        .orElseThrow(() -> new OnnxException(unsupported(code)));
  }

  private static String unsupported(int code) {
    DataType named = DataType.forNumber(code);
    return String.format(
        Locale.ROOT,
        "element type: expected one of %s, got %s",
        Arrays.toString(values()),
        named == null ? "number " + code : named);
  }
}
