package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Computes a graph, node by node in its order, which is topological by the format. */
public final class GraphRun {
  private final int opset;
  private final Device device;

  public GraphRun(int opset, Device device) {
    this.opset = opset;
    this.device = device;
  }

  /**
   * @param known the inputs, and for a graph within a node what is known around it
   * @return the outputs, in the graph's order
   */
  public List<HostTensor> run(GraphProto graph, Map<String, HostTensor> known) {
    Map<String, HostTensor> values = new HashMap<>(known);
    for (TensorProto initializer : graph.getInitializerList()) {
      values.computeIfAbsent(initializer.getName(), name -> TensorCodec.decode(initializer));
    }
    for (NodeProto node : graph.getNodeList()) {
      compute(node, values);
    }
    List<HostTensor> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      outputs.add(value(output.getName(), values, "output"));
    }
    return outputs;
  }

  private void compute(NodeProto node, Map<String, HostTensor> values) {
    List<HostTensor> results;
    try {
      List<HostTensor> inputs = new ArrayList<>();
      for (String name : node.getInputList()) {
        inputs.add(name.isEmpty() ? null : value(name, values, "input"));
      }
      NodeCall call = new NodeCall(node, inputs, opset, device, graph -> run(graph, values));
      results = Operators.named(node).compute(call);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new OnnxException(describe(node) + ": " + e.getMessage(), e);
    }
    for (int k = 0; k < node.getOutputCount(); k++) {
      String name = node.getOutput(k);
      if (!name.isEmpty()) {
        if (k >= results.size()) {
          throw new OnnxException(
              String.format(
                  Locale.ROOT,
                  "%s: expected at most %d outputs, got \"%s\" as another",
                  describe(node),
                  results.size(),
                  name));
        }
        values.put(name, results.get(k));
      }
    }
  }

  private static HostTensor value(String name, Map<String, HostTensor> values, String role) {
    HostTensor value = values.get(name);
    if (value == null) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s \"%s\": expected a value that is an input or computed before, got none",
              role,
              name));
    }
    return value;
  }

  /** For example {@code node "encoder" (LSTM)}. */
  static String describe(NodeProto node) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return String.format(Locale.ROOT, "node \"%s\" (%s)", name, node.getOpType());
  }
}
