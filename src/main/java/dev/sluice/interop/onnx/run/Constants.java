package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.Locale;

/**
 * The total size of the decoded constants of a model.
 *
 * @param bytes memory on the heap, in bytes
 * @param elements total number of elements
 */
record Constants(long bytes, long elements) {
  /**
   * Sums the sizes of all initializers and attribute tensors of a graph and its subgraphs.
   *
   * @throws OnnxException if they exceed a limit; no tensor is decoded
   */
  @CanIgnoreReturnValue
  static Constants of(GraphProto graph, OnnxLimits limits) {
    return new Constants(0, 0).plus(graph, limits);
  }

  private Constants plus(GraphProto graph, OnnxLimits limits) {
    Constants sum = this;
    for (TensorProto weight : graph.getInitializerList()) {
      sum = sum.plus(weight, limits);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasT()) {
          sum = sum.plus(attribute.getT(), limits);
        }
        if (attribute.hasG()) {
          sum = sum.plus(attribute.getG(), limits);
        }
      }
    }
    return sum;
  }

  private Constants plus(TensorProto tensor, OnnxLimits limits) {
    try {
      long more = TensorCodec.heldBytes(tensor);
      if (more > limits.liveBytes() - bytes) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "expected constants of at most %d bytes, got %d and %d more",
                limits.liveBytes(),
                bytes,
                more));
      }
      return new Constants(bytes + more, elements + TensorCodec.elements(tensor));
    } catch (OnnxException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "tensor \"%s\": %s", Abbreviation.of(tensor.getName()), e.getMessage()),
          e);
    }
  }
}
