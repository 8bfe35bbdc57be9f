package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Computes a graph, node by node in its order, which is topological by the format. */
public final class GraphRun {
  /** What calling a node costs, in operations: a loop without work ends too. */
  private static final int OPERATIONS_PER_NODE = 1000;

  private final int opset;
  private final Device device;
  private final Workspace workspace;

  public GraphRun(int opset, Device device, Workspace workspace) {
    this.opset = opset;
    this.device = device;
    this.workspace = workspace;
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
    Map<String, Integer> uses = ValueUses.count(graph);
    Set<String> computed = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      int mark = workspace.beginNode();
      List<HostTensor> results = compute(node, values);
      store(node, results, values, computed);
      workspace.endNode(mark);
      for (String name : ValueUses.of(node)) {
        if (uses.merge(name, -1, Integer::sum) == 0 && computed.remove(name)) {
          workspace.release(values.remove(name));
        }
      }
    }
    List<HostTensor> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      outputs.add(value(output.getName(), values, "output"));
    }
    computed.forEach(name -> workspace.handOver(values.get(name)));
    return outputs;
  }

  private List<HostTensor> compute(NodeProto node, Map<String, HostTensor> values) {
    try {
      List<HostTensor> inputs = new ArrayList<>();
      long elements = 0;
      for (String name : node.getInputList()) {
        HostTensor input = name.isEmpty() ? null : value(name, values, "input");
        inputs.add(input);
        elements += input == null ? 0 : input.elements();
      }
      workspace.work(OPERATIONS_PER_NODE + elements);
      NodeCall call =
          new NodeCall(
              node,
              inputs,
              opset,
              device,
              workspace,
              (graph, given) -> run(graph, bound(graph, given, values)));
      return Operators.named(node).compute(call);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new OnnxException(describe(node) + ": " + e.getMessage(), e);
    }
  }

  /** What a graph within a node knows: its inputs, and whatever is known around it. */
  private static Map<String, HostTensor> bound(
      GraphProto graph, List<HostTensor> given, Map<String, HostTensor> around) {
    if (given.size() != graph.getInputCount()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "graph \"%s\": expected %d inputs, got %d",
              Abbreviation.of(graph.getName()),
              graph.getInputCount(),
              given.size()));
    }
    Map<String, HostTensor> known = new HashMap<>(around);
    for (int k = 0; k < given.size(); k++) {
      known.put(graph.getInput(k).getName(), given.get(k));
    }
    return known;
  }

  private void store(
      NodeProto node,
      List<HostTensor> results,
      Map<String, HostTensor> values,
      Set<String> computed) {
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
                  Abbreviation.of(name)));
        }
        HostTensor result = results.get(k).rounded();
        workspace.hold(result);
        HostTensor former = values.put(name, result);
        if (!computed.add(name)) {
          workspace.release(former);
        }
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
              Abbreviation.of(name)));
    }
    return value;
  }

  /** For example {@code node "encoder" (LSTM)}. */
  static String describe(NodeProto node) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return String.format(
        Locale.ROOT, "node \"%s\" (%s)", Abbreviation.of(name), Abbreviation.of(node.getOpType()));
  }
}
