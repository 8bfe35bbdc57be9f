package dev.sluice.interop.onnx.run;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.PreparedNodes;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs a graph, node by node. The ONNX format guarantees that nodes are in topological order. Keeps
 * the state that nodes reuse between runs. One thread runs it at a time.
 */
final class GraphRun implements AutoCloseable {
  /** The cost of calling a node, in operations, so that the limits also end loops without work. */
  static final int OPERATIONS_PER_NODE = 1000;

  private final GraphPlan plan;
  private final Workspace workspace;
  private final HostTensor[] values;
  private final NodeCall[] calls;
  private final HostTensor[][] inputs;

  GraphRun(GraphPlan plan, int opset, PreparedNodes prepared, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
    this.values = new HostTensor[plan.constants().length];
    this.calls = new NodeCall[plan.nodes().size()];
    this.inputs = new HostTensor[calls.length][];
    for (int k = 0; k < calls.length; k++) {
      PlannedNode node = plan.nodes().get(k);
      Map<String, GraphRun> graphs = new HashMap<>();
      node.graphs()
          .forEach(
              (name, graph) -> graphs.put(name, new GraphRun(graph, opset, prepared, workspace)));
      boolean[] constant = new boolean[node.inputs().length];
      for (int i = 0; i < constant.length; i++) {
        int slot = node.inputs()[i];
        constant[i] = slot == PlannedNode.NONE || plan.constants()[slot] != null;
      }
      inputs[k] = new HostTensor[constant.length];
      calls[k] =
          new NodeCall(node.proto(), opset, workspace, constant, prepared, new InnerGraphs(graphs));
    }
  }

  /** The subgraphs of a node, which can read the values of this graph. */
  private final class InnerGraphs implements NodeCall.Graphs {
    private final Map<String, GraphRun> runs;

    InnerGraphs(Map<String, GraphRun> runs) {
      this.runs = runs;
    }

    @Override
    public List<HostTensor> run(String attribute, List<HostTensor> given) {
      GraphRun graph = requireNonNull(runs.get(attribute), attribute);
      return Arrays.asList(graph.run(given.toArray(new HostTensor[0]), values));
    }

    @Override
    public void close() {
      runs.values().forEach(GraphRun::close);
    }
  }

  /**
   * @param given inputs, in the order of the plan
   * @param outer values of the outer graph by slot; null if there is no outer graph
   * @return the outputs, in the order of the graph
   */
  HostTensor[] run(HostTensor[] given, HostTensor... outer) {
    int[] slots = plan.inputs();
    if (given.length != slots.length) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "graph: expected %d inputs, got %d", slots.length, given.length));
    }
    try {
      System.arraycopy(plan.constants(), 0, values, 0, values.length);
      for (int k = 0; k < slots.length; k++) {
        values[slots[k]] = given[k];
      }
      for (GraphPlan.Capture capture : plan.captures()) {
        values[capture.inner()] = outer[capture.outer()];
      }
      for (int k = 0; k < calls.length; k++) {
        compute(k);
      }
      return outputs();
    } finally {
      // Do not hold tensors of the caller between runs.
      Arrays.fill(values, null);
    }
  }

  private void compute(int index) {
    PlannedNode node = plan.nodes().get(index);
    HostTensor[] read = inputs[index];
    int mark = workspace.beginNode();
    try {
      long operations = OPERATIONS_PER_NODE;
      for (int k = 0; k < read.length; k++) {
        int slot = node.inputs()[k];
        read[k] = slot == PlannedNode.NONE ? null : values[slot];
        operations += read[k] == null ? 0 : read[k].extent();
      }
      workspace.work(operations);
      store(node, node.operator().compute(calls[index].with(read)));
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new OnnxException(describe(node.proto()) + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(read, null);
      workspace.endNode(mark);
    }
    for (int slot : node.released()) {
      workspace.release(values[slot]);
      values[slot] = null;
    }
  }

  private void store(PlannedNode node, List<HostTensor> results) {
    int[] slots = node.outputs();
    for (int k = 0; k < slots.length; k++) {
      if (slots[k] != PlannedNode.NONE) {
        if (k >= results.size()) {
          throw new OnnxException(
              String.format(
                  Locale.ROOT,
                  "expected at most %d outputs, got also \"%s\"",
                  results.size(),
                  Abbreviation.of(node.proto().getOutput(k))));
        }
        HostTensor result = results.get(k).rounded();
        workspace.hold(result);
        values[slots[k]] = result;
      }
    }
  }

  private HostTensor[] outputs() {
    int[] slots = plan.outputs();
    HostTensor[] outputs = new HostTensor[slots.length];
    for (int k = 0; k < slots.length; k++) {
      outputs[k] = values[slots[k]];
    }
    for (int slot : plan.handedOver()) {
      workspace.handOver(values[slot]);
    }
    return outputs;
  }

  @Override
  public void close() {
    for (NodeCall call : calls) {
      call.close();
    }
  }

  /** The node in messages, such as {@code node "encoder" (LSTM)}. */
  static String describe(NodeProto node) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return String.format(
        Locale.ROOT, "node \"%s\" (%s)", Abbreviation.of(name), Abbreviation.of(node.getOpType()));
  }
}
