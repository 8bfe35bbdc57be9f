package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;

/** What a graph within a node says of one of its outputs. */
public record SubgraphOutput(ValueInfoProto declared) {
  /**
   * Stands for the output where the graph has not run: of the declared type and shape, sizes that
   * are not known are 0.
   *
   * @throws OnnxException if the type is not declared
   */
  HostTensor empty() {
    TypeProto.Tensor type = declared.getType().getTensorType();
    if (!declared.getType().hasTensorType()) {
      throw new OnnxException("body: expected the type of an output that no step gives, got none");
    }
    int[] shape = new int[type.getShape().getDimCount()];
    for (int d = 0; d < shape.length; d++) {
      long size = type.getShape().getDim(d).getDimValue();
      shape[d] = (int) Math.max(0, Math.min(size, HostTensor.MAX_ELEMENTS));
    }
    return HostTensor.zeros(ElementType.of(type.getElemType()), shape);
  }
}
