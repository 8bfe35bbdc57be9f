package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;

/** The declaration of an output of a subgraph. */
public record SubgraphOutput(ValueInfoProto declared) {
  /**
   * A value for the output of a subgraph that never ran: it has the declared type and shape;
   * unknown sizes are 0.
   *
   * @throws OnnxException if the type is not declared
   */
  HostTensor empty() {
    TypeProto.Tensor type = declared.getType().getTensorType();
    if (!declared.getType().hasTensorType()) {
      throw new OnnxException(
          "body: expected a declared type for the output of a loop without steps, got none");
    }
    int[] shape = new int[type.getShape().getDimCount()];
    for (int d = 0; d < shape.length; d++) {
      long size = type.getShape().getDim(d).getDimValue();
      shape[d] = (int) Math.max(0, Math.min(size, ShapeArithmetic.MAX_ELEMENTS));
    }
    return HostTensor.zeros(ElementType.of(type.getElemType()), shape);
  }
}
