package dev.sluice.interop.onnx.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.List;

/** Creates attributes of nodes. */
public final class Attributes {
  private Attributes() {}

  /** One integer. */
  public static AttributeProto integer(String name, long value) {
    return of(name, AttributeType.INT).setI(value).build();
  }

  /** Integers, in order. */
  public static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute = of(name, AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** One number. */
  public static AttributeProto real(String name, float value) {
    return of(name, AttributeType.FLOAT).setF(value).build();
  }

  /** Numbers, in order. */
  public static AttributeProto reals(String name, List<Float> values) {
    return of(name, AttributeType.FLOATS).addAllFloats(values).build();
  }

  /** One string, in UTF-8. */
  public static AttributeProto text(String name, String value) {
    return of(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  /** Strings, in order, in UTF-8. */
  public static AttributeProto texts(String name, List<String> values) {
    return of(name, AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  private static AttributeProto.Builder of(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
