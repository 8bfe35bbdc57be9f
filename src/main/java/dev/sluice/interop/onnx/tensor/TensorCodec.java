package dev.sluice.interop.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/** Tensors as they lie in a model file. */
public final class TensorCodec {
  private TensorCodec() {}

  public static TensorProto encode(String name, HostTensor tensor) {
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(tensor.elements(), tensor.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT -> raw.asFloatBuffer().put(tensor.floats());
      case INT64 -> raw.asLongBuffer().put(tensor.integers());
      case INT32 -> {
        for (long value : tensor.integers()) {
          raw.putInt((int) value);
        }
      }
      case BOOL -> {
        for (long value : tensor.integers()) {
          raw.put((byte) value);
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

  /**
   * How many values there are, by the shape.
   *
   * @throws OnnxException if the shape is none
   */
  public static int elements(TensorProto proto) {
    return HostTensor.elements(shape(proto));
  }

  /**
   * How many bytes the decoded values take.
   *
   * @throws OnnxException if the shape is none
   */
  public static long heldBytes(TensorProto proto) {
    int bytes = proto.getDataType() == ElementType.FLOAT.code() ? 4 : 8;
    return (long) bytes * elements(proto);
  }

  /**
   * @throws OnnxException if the tensor lies in another file, is of another type, or its values are
   *     not those of its shape
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
    if (proto.getDataLocation() == DataLocation.EXTERNAL || proto.getExternalDataCount() > 0) {
      throw new OnnxException(
          "its values lie in another file (external data), which is not supported; save the model"
              + " in one file");
    }
    if (proto.hasSegment()) {
      throw new OnnxException("expected a whole tensor, got a segment of one");
    }
    ElementType type = ElementType.of(proto.getDataType());
    int[] shape = shape(proto);
    int elements = HostTensor.elements(shape);
    return proto.hasRawData()
        ? raw(type, shape, elements, proto.getRawData())
        : typed(type, shape, elements, proto);
  }

  private static int[] shape(TensorProto proto) {
    int[] shape = new int[proto.getDimsCount()];
    for (int d = 0; d < shape.length; d++) {
      long size = proto.getDims(d);
      if (size < 0 || size > HostTensor.MAX_ELEMENTS) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "expected sizes from 0 to %d, got %s",
                HostTensor.MAX_ELEMENTS,
                Abbreviation.of(proto.getDimsList())));
      }
      shape[d] = (int) size;
    }
    return shape;
  }

  private static HostTensor raw(ElementType type, int[] shape, int elements, ByteString raw) {
    requireLength((long) elements * type.bytes(), raw.size(), "bytes");
    ByteBuffer in = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    HostTensor tensor = empty(type, shape, elements);
    switch (type) {
      case FLOAT -> in.asFloatBuffer().get(tensor.floats());
      case INT64 -> in.asLongBuffer().get(tensor.integers());
      case INT32 -> {
        for (int k = 0; k < elements; k++) {
          tensor.integers()[k] = in.getInt();
        }
      }
      case BOOL -> {
        for (int k = 0; k < elements; k++) {
          tensor.integers()[k] = in.get() == 0 ? 0 : 1;
        }
      }
    }
    return tensor;
  }

  private static HostTensor typed(ElementType type, int[] shape, int elements, TensorProto proto) {
    List<? extends Number> values =
        switch (type) {
          case FLOAT -> proto.getFloatDataList();
          case INT64 -> proto.getInt64DataList();
          case INT32, BOOL -> proto.getInt32DataList();
        };
    requireLength(elements, values.size(), "values");
    HostTensor tensor = empty(type, shape, elements);
    for (int k = 0; k < elements; k++) {
      if (type == ElementType.FLOAT) {
        tensor.floats()[k] = values.get(k).floatValue();
      } else {
        long value = values.get(k).longValue();
        tensor.integers()[k] = type == ElementType.BOOL ? Long.signum(value * value) : value;
      }
    }
    return tensor;
  }

  /** Its length is known to be that of the file's values. */
  private static HostTensor empty(ElementType type, int[] shape, int elements) {
    return type == ElementType.FLOAT
        ? HostTensor.floats(new float[elements], shape)
        : HostTensor.integers(type, new long[elements], shape);
  }

  private static void requireLength(long expected, int got, String what) {
    if (expected != got) {
      throw new OnnxException(
          String.format(Locale.ROOT, "expected %d %s, got %d", expected, what, got));
    }
  }
}
