package dev.sluice.interop.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.Locale;

/** The element types that are read, written and computed with. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT(DataType.FLOAT, 4),
  /** 32-bit integers. */
  INT32(DataType.INT32, 4),
  /** 64-bit integers. */
  INT64(DataType.INT64, 8),
  /** Truth values, 0 or 1. */
  BOOL(DataType.BOOL, 1);

  private final DataType proto;
  private final int bytes;

  ElementType(DataType proto, int bytes) {
    this.proto = proto;
    this.bytes = bytes;
  }

  /** ONNX's number for it. */
  public int code() {
    return proto.getNumber();
  }

  /** The size of an element in a file. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of that number.
   *
   * @throws OnnxException if it is none of these
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
