package dev.sluice.interop.onnx.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Builds a graph node by node. Values are referred to by name. A prefix for the current layer makes
 * names readable, and a number at the end makes them unique.
 */
final class GraphBuilder {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();
  private String prefix = "";

  /** Sets the prefix of all following names. */
  void prefix(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Declares an input of the model.
   *
   * @param dimensions sizes, or names of sizes that are known only at run time
   */
  void input(String name, ElementType type, Object... dimensions) {
    names.add(name);
    graph.addInput(value(name, type, dimensions));
  }

  /** Declares an output of the model, which was computed under another name. */
  void output(String name, String computed, Object... dimensions) {
    names.add(name);
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(unique("output"))
            .addInput(computed)
            .addOutput(name));
    graph.addOutput(value(name, ElementType.FLOAT, dimensions));
  }

  /** Adds a weight or constant and returns its name. */
  String constant(String label, HostTensor values) {
    String name = unique(label);
    graph.addInitializer(TensorCodec.encode(name, values));
    return name;
  }

  /** Adds a constant vector of INT64 and returns its name. */
  String int64s(String label, long... values) {
    return constant(label, HostTensor.int64s(values));
  }

  /** Adds a scalar of FLOAT and returns its name. */
  String scalar(String label, float value) {
    return constant(label, HostTensor.floats(new float[] {value}));
  }

  /** Adds a node with one output and returns the output's name. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = unique(operator.toLowerCase(Locale.ROOT));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  /** The finished graph. */
  GraphProto build(String name, String documentation) {
    return graph.setName(name).setDocString(documentation).build();
  }

  private String unique(String label) {
    String wanted = prefix + label;
    String name = wanted;
    for (int k = 1; !names.add(name); k++) {
      name = wanted + "_" + k;
    }
    return name;
  }

  private static ValueInfoProto value(String name, ElementType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      TensorShapeProto.Dimension.Builder each = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dimension instanceof String named
              ? each.setDimParam(named)
              : each.setDimValue((Integer) dimension));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(shape)))
        .build();
  }
}
