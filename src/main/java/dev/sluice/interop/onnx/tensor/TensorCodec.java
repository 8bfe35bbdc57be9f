package dev.sluice.interop.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import dev.sluice.safetensors.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/** Encodes and decodes tensors of a model file. */
public final class TensorCodec {
  private TensorCodec() {}

  /** Encodes a tensor under a name, as raw little-endian bytes. */
  public static TensorProto encode(String name, HostTensor tensor) {
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(tensor.elements(), tensor.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT -> raw.asFloatBuffer().put(tensor.floats());
      case DOUBLE -> raw.asDoubleBuffer().put(tensor.doubles());
      case INT64 -> raw.asLongBuffer().put(tensor.integers());
      default -> {
        for (int k = 0; k < tensor.elements(); k++) {
          put(raw, tensor, k);
        }
      }
    }
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(tensor.type().code())
            .setRawData(ByteString.copyFrom(raw.rewind()));
    for (int size : tensor.shape()) {
      proto.addDims(size);
    }
    return proto.build();
  }

  private static void put(ByteBuffer raw, HostTensor tensor, int index) {
    switch (tensor.type()) {
      case FLOAT16 -> raw.putShort(HalfPrecision.floatToFloat16(tensor.floats()[index]));
      case BFLOAT16 -> raw.putShort(HalfPrecision.floatToBfloat16(tensor.floats()[index]));
      default -> {
        long value = tensor.integers()[index];
        switch (tensor.type().bytes()) {
          case 1 -> raw.put((byte) value);
          case 2 -> raw.putShort((short) value);
          default -> raw.putInt((int) value);
        }
      }
    }
  }

  /** Whether the values are external data. */
  public static boolean isExternal(TensorProto proto) {
    return proto.getDataLocation() == DataLocation.EXTERNAL || proto.getExternalDataCount() > 0;
  }

  /**
   * The number of bytes of the values in a file.
   *
   * @throws OnnxException if the type is unknown or the shape is invalid
   */
  public static long bytes(TensorProto proto) {
    return (long) ShapeArithmetic.elements(shape(proto))
        * ElementType.of(proto.getDataType()).bytes();
  }

  /**
   * The number of values, by the shape.
   *
   * @throws OnnxException if the shape is invalid
   */
  public static int elements(TensorProto proto) {
    return ShapeArithmetic.elements(shape(proto));
  }

  /**
   * The number of bytes of the decoded values.
   *
   * @throws OnnxException if the type is unknown or the shape is invalid
   */
  public static long heldBytes(TensorProto proto) {
    return (long) elements(proto) * ElementType.of(proto.getDataType()).heldBytes();
  }

  /**
   * @throws OnnxException if the tensor is external or has an unsupported type, or the number of
   *     its values does not match its shape
   */
  public static HostTensor decode(TensorProto proto) {
    try {
      return decodeChecked(proto);
    } catch (OnnxException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "tensor \"%s\": %s", Abbreviation.of(proto.getName()), e.getMessage()),
          e);
    }
  }

  private static HostTensor decodeChecked(TensorProto proto) {
    if (isExternal(proto)) {
      throw new OnnxException("expected values in the model, got external data");
    }
    if (proto.hasSegment()) {
      throw new OnnxException("expected a complete tensor, got a segment");
    }
    ElementType type = ElementType.of(proto.getDataType());
    int[] shape = shape(proto);
    int elements = ShapeArithmetic.elements(shape);
    return proto.hasRawData()
        ? raw(type, shape, elements, proto.getRawData())
        : typed(type, shape, elements, proto);
  }

  private static int[] shape(TensorProto proto) {
    int[] shape = new int[proto.getDimsCount()];
    for (int d = 0; d < shape.length; d++) {
      long size = proto.getDims(d);
      if (size < 0 || size > ShapeArithmetic.MAX_ELEMENTS) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "expected sizes from 0 to %d, got %s",
                ShapeArithmetic.MAX_ELEMENTS,
                Abbreviation.of(proto.getDimsList())));
      }
      shape[d] = (int) size;
    }
    return shape;
  }

  private static HostTensor raw(ElementType type, int[] shape, int elements, ByteString raw) {
    requireLength((long) elements * type.bytes(), raw.size(), "bytes");
    ByteBuffer in = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    HostTensor tensor = HostTensor.constant(type, elements, shape);
    switch (type) {
      case FLOAT -> in.asFloatBuffer().get(tensor.floats());
      case DOUBLE -> in.asDoubleBuffer().get(tensor.doubles());
      case INT64 -> in.asLongBuffer().get(tensor.integers());
      default -> {
        for (int k = 0; k < elements; k++) {
          setBits(
              tensor,
              k,
              switch (type.bytes()) {
                case 1 -> in.get();
                case 2 -> in.getShort();
                default -> in.getInt();
              });
        }
      }
    }
    return tensor;
  }

  /** Sets an element from its bits. The type has at most 32 bits and is not FLOAT. */
  private static void setBits(HostTensor tensor, int index, int bits) {
    switch (tensor.type()) {
      case FLOAT16 -> tensor.floats()[index] = HalfPrecision.float16ToFloat((short) bits);
      case BFLOAT16 -> tensor.floats()[index] = HalfPrecision.bfloat16ToFloat((short) bits);
      default -> tensor.set(index, (long) bits);
    }
  }

  private static HostTensor typed(ElementType type, int[] shape, int elements, TensorProto proto) {
    List<? extends Number> values =
        switch (type) {
          case FLOAT -> proto.getFloatDataList();
          case DOUBLE -> proto.getDoubleDataList();
          case INT64 -> proto.getInt64DataList();
          case UINT32 -> proto.getUint64DataList();
          default -> proto.getInt32DataList();
        };
    requireLength(elements, values.size(), "values");
    HostTensor tensor = HostTensor.constant(type, elements, shape);
    for (int k = 0; k < elements; k++) {
      switch (type) {
        case FLOAT, DOUBLE -> tensor.set(k, values.get(k).doubleValue());
        case INT64, UINT32 -> tensor.set(k, values.get(k).longValue());
        default -> setBits(tensor, k, values.get(k).intValue());
      }
    }
    return tensor;
  }

  private static void requireLength(long expected, int got, String what) {
    if (expected != got) {
      throw new OnnxException(
          String.format(Locale.ROOT, "expected %d %s, got %d", expected, what, got));
    }
  }
}
