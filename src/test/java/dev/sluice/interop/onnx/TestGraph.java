package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model that a test builds from protobuf messages, with its inputs. */
final class TestGraph {
  final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  final Map<String, HostTensor> inputs = new LinkedHashMap<>();
  private final long opset;

  TestGraph(long opset) {
    this.opset = opset;
  }

  /** Adds an input of the model. Null means no input and has an empty name. */
  String input(String name, HostTensor tensor) {
    if (tensor == null) {
      return "";
    }
    inputs.put(name, tensor);
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int d = 0; d < tensor.rank(); d++) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(name + d));
    }
    graph.addInput(value(name, tensor.type()).setType(type(tensor.type(), shape)));
    return name;
  }

  /** Adds a weight of the model. Null means no weight and has an empty name. */
  String weight(String name, HostTensor tensor) {
    if (tensor == null) {
      return "";
    }
    graph.addInitializer(TensorCodec.encode(name, tensor));
    return name;
  }

  TestGraph node(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName("the_" + operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes)));
    return this;
  }

  TestGraph output(String name, ElementType type) {
    graph.addOutput(value(name, type));
    return this;
  }

  ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(opset > 20 ? 10 : 8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto.Builder value(String name, ElementType type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.code())));
  }

  private static TypeProto type(ElementType type, TensorShapeProto.Builder shape) {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(shape))
        .build();
  }
}
