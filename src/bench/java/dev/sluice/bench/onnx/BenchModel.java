package dev.sluice.bench.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A model as PyTorch's exporters write it, with random weights, and its inputs.
 *
 * @param name readable
 */
record BenchModel(String name, ModelProto model, Map<String, HostTensor> inputs) {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final int FEATURES = 300;
  private static final int HIDDEN = 256;
  private static final int VOCABULARY = 100_000;
  private static final int LOGITS = 64;

  /** The graph under construction. */
  private static final class Graph {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("bench");
    private final Map<String, HostTensor> inputs = new LinkedHashMap<>();
    private final Random random = new Random(1);

    void input(String name, HostTensor value) {
      inputs.put(name, value);
      graph.addInput(declared(name, value.type(), value.rank()));
    }

    /** Adds a weight, uniform in a range that does not saturate the gates. */
    void weight(String name, int... shape) {
      HostTensor weight = HostTensor.floats(uniform(ShapeArithmetic.elements(shape)), shape);
      graph.addInitializer(TensorCodec.encode(name, weight));
    }

    void constant(String name, long... values) {
      graph.addInitializer(TensorCodec.encode(name, HostTensor.int64s(values)));
    }

    float[] uniform(int length) {
      float[] values = new float[length];
      for (int k = 0; k < length; k++) {
        values[k] = 0.1f * (2 * random.nextFloat() - 1);
      }
      return values;
    }

    void node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
      node(operator, inputs, List.of(output), attributes);
    }

    void node(
        String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType(operator)
              .setName(outputs.get(0))
              .addAllInput(inputs)
              .addAllOutput(outputs)
              .addAllAttribute(Arrays.asList(attributes)));
    }

    void output(String name, int rank) {
      graph.addOutput(declared(name, ElementType.FLOAT, rank));
    }

    private static ValueInfoProto declared(String name, ElementType type, int rank) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (int d = 0; d < rank; d++) {
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(name + d));
      }
      TypeProto.Tensor.Builder tensor =
          TypeProto.Tensor.newBuilder()
              .setElemType(TensorCodec.encode("", HostTensor.zeros(type, 0)).getDataType())
              .setShape(shape);
      return ValueInfoProto.newBuilder()
          .setName(name)
          .setType(TypeProto.newBuilder().setTensorType(tensor))
          .build();
    }

    BenchModel model(String name) {
      ModelProto model =
          ModelProto.newBuilder()
              .setIrVersion(IR_VERSION)
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
              .setGraph(graph)
              .build();
      return new BenchModel(name, model, inputs);
    }
  }

  /** Two bidirectional layers of LSTM over {@code [T, N, 300]}. */
  static BenchModel lstm(int timesteps, int batch) {
    Graph graph = new Graph();
    int count = timesteps * batch * FEATURES;
    graph.input("x", HostTensor.floats(graph.uniform(count), timesteps, batch, FEATURES));
    graph.constant("joined", 0, 0, -1);
    String below = "x";
    for (int layer = 0; layer < 2; layer++) {
      String of = "l" + layer;
      graph.weight("w_" + of, 2, 4 * HIDDEN, layer == 0 ? FEATURES : 2 * HIDDEN);
      graph.weight("r_" + of, 2, 4 * HIDDEN, HIDDEN);
      graph.weight("b_" + of, 2, 8 * HIDDEN);
      graph.node(
          "LSTM",
          List.of(below, "w_" + of, "r_" + of, "b_" + of),
          "y_" + of,
          Attributes.integer("hidden_size", HIDDEN),
          Attributes.text("direction", "bidirectional"));
      graph.node(
          "Transpose", List.of("y_" + of), "t_" + of, Attributes.integers("perm", 0, 2, 1, 3));
      graph.node("Reshape", List.of("t_" + of, "joined"), "h_" + of);
      below = "h_" + of;
    }
    graph.output(below, 3);
    return graph.model(
        String.format(Locale.ROOT, "BiLSTM 2 x 256, N = %d, T = %d", batch, timesteps));
  }

  /** One step of a language model: a token and a state give logits and the next state. */
  static BenchModel languageStep() {
    Graph graph = new Graph();
    graph.input("token", HostTensor.integers(ElementType.INT64, new long[] {4711}, 1, 1));
    graph.input("state", HostTensor.floats(graph.uniform(HIDDEN), 1, 1, HIDDEN));
    graph.weight("table", VOCABULARY, FEATURES);
    graph.weight("w", 1, 3 * HIDDEN, FEATURES);
    graph.weight("r", 1, 3 * HIDDEN, HIDDEN);
    graph.weight("b", 1, 6 * HIDDEN);
    graph.weight("head", HIDDEN, LOGITS);
    graph.weight("bias", LOGITS);
    graph.constant("directions", 1);
    graph.node("Gather", List.of("table", "token"), "x");
    graph.node(
        "GRU",
        List.of("x", "w", "r", "b", "", "state"),
        List.of("y", "next"),
        Attributes.integer("hidden_size", HIDDEN),
        Attributes.integer("linear_before_reset", 1));
    graph.node("Squeeze", List.of("y", "directions"), "h");
    graph.node("MatMul", List.of("h", "head"), "product");
    graph.node("Add", List.of("product", "bias"), "logits");
    graph.output("logits", 3);
    graph.output("next", 3);
    return graph.model("step of a language model, 100,000 x 300, GRU 256, 64 outputs");
  }
}
