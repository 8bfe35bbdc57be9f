package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates the plan of one graph. Each subgraph has its own planner. */
final class GraphPlanner {
  private final GraphProto graph;
  private final @Nullable GraphPlanner outer;
  private final ConstantFolding folding;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<HostTensor> constants = new ArrayList<>();
  private final List<GraphPlan.Capture> captures = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();

  /** A node before the last uses of its values are known. */
  private record Draft(
      NodeProto proto,
      Operator operator,
      int[] inputs,
      int[] outputs,
      Map<String, GraphPlan> graphs) {

    /** The slots that the node and its subgraphs read. */
    Set<Integer> reads() {
      Set<Integer> reads = new LinkedHashSet<>();
      for (int slot : inputs) {
        reads.add(slot);
      }
      for (GraphPlan graph : graphs.values()) {
        graph.captures().forEach(capture -> reads.add(capture.outer()));
      }
      return reads;
    }
  }

  /**
   * @param outer the planner of the outer graph, or null
   */
  GraphPlanner(GraphProto graph, @Nullable GraphPlanner outer, ConstantFolding folding) {
    this.graph = graph;
    this.outer = outer;
    this.folding = folding;
  }

  GraphPlan plan(List<String> given) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("expected dense weights, got sparse ones");
    }
    int[] inputs = given.stream().mapToInt(name -> define(name, null)).toArray();
    for (TensorProto weight : graph.getInitializerList()) {
      // A subgraph may have default values for its inputs; they are not needed.
      if (!slots.containsKey(weight.getName())) {
        define(weight.getName(), TensorCodec.decode(weight));
      }
    }
    graph.getNodeList().forEach(this::add);
    int[] outputs = new int[graph.getOutputCount()];
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = slot(graph.getOutput(k).getName(), "output");
    }
    return new GraphPlan(
        nodes(inputs, outputs),
        constants.toArray(new HostTensor[0]),
        inputs,
        captures,
        outputs,
        computed(outputs));
  }

  /** Assigns a new slot to a name, even if the name already has one. */
  @CanIgnoreReturnValue
  private int define(String name, @Nullable HostTensor constant) {
    slots.put(name, constants.size());
    constants.add(constant);
    return constants.size() - 1;
  }

  private int slot(String name, String role) {
    Integer slot = find(name);
    if (slot == null) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s \"%s\": expected an input or a value computed before, got none",
              role,
              Abbreviation.of(name)));
    }
    return slot;
  }

  /** The slot of a value in this graph or an outer one; null if there is none. */
  private @Nullable Integer find(String name) {
    Integer own = slots.get(name);
    if (own != null || outer == null) {
      return own;
    }
    Integer captured = outer.find(name);
    if (captured == null) {
      return null;
    }
    int slot = define(name, outer.constants.get(captured));
    captures.add(new GraphPlan.Capture(captured, slot));
    return slot;
  }

  private void add(NodeProto node) {
    Operator operator = Operators.named(node);
    try {
      int[] inputs = new int[node.getInputCount()];
      for (int k = 0; k < inputs.length; k++) {
        String name = node.getInput(k);
        inputs[k] = name.isEmpty() ? PlannedNode.NONE : slot(name, "input");
      }
      Map<String, GraphPlan> graphs = graphs(node);
      List<HostTensor> known = graphs.isEmpty() ? known(node, operator, inputs) : null;
      int[] outputs = new int[node.getOutputCount()];
      for (int k = 0; k < outputs.length; k++) {
        String name = node.getOutput(k);
        outputs[k] =
            name.isEmpty() ? PlannedNode.NONE : define(name, known == null ? null : known.get(k));
      }
      if (known == null) {
        drafts.add(new Draft(node, operator, inputs, outputs, graphs));
      }
    } catch (OnnxException e) {
      throw new OnnxException(GraphRun.describe(node) + ": " + e.getMessage(), e);
    }
  }

  /** The outputs of a node whose inputs are constants; null for other nodes. */
  private @Nullable List<HostTensor> known(NodeProto node, Operator operator, int[] slots) {
    HostTensor[] inputs = new HostTensor[slots.length];
    for (int k = 0; k < slots.length; k++) {
      inputs[k] = slots[k] == PlannedNode.NONE ? null : constants.get(slots[k]);
      if (slots[k] != PlannedNode.NONE && inputs[k] == null) {
        return null;
      }
    }
    return folding.outputs(node, operator, inputs);
  }

  private Map<String, GraphPlan> graphs(NodeProto node) {
    Map<String, GraphPlan> graphs = new LinkedHashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        GraphProto inner = attribute.getG();
        List<String> given = inner.getInputList().stream().map(ValueInfoProto::getName).toList();
        graphs.put(attribute.getName(), new GraphPlanner(inner, this, folding).plan(given));
      }
    }
    return graphs;
  }

  /** The given slots that are computed by nodes of this graph. */
  private int[] computed(int... outputs) {
    Set<Integer> filled = new HashSet<>();
    for (Draft draft : drafts) {
      for (int slot : draft.outputs()) {
        filled.add(slot);
      }
    }
    return Arrays.stream(outputs).filter(filled::contains).distinct().toArray();
  }

  /**
   * Creates the nodes. Each node lists the values to release after it: values that it reads last,
   * and unused outputs.
   */
  private List<PlannedNode> nodes(int[] inputs, int[] outputs) {
    Set<Integer> kept = new HashSet<>();
    for (int slot : outputs) {
      kept.add(slot);
    }
    // Inputs and captured values belong to the caller and are not released here.
    for (int slot : inputs) {
      kept.add(slot);
    }
    captures.forEach(capture -> kept.add(capture.inner()));
    kept.add(PlannedNode.NONE);
    List<PlannedNode> nodes = new ArrayList<>();
    for (int k = drafts.size() - 1; k >= 0; k--) {
      Draft draft = drafts.get(k);
      Set<Integer> used = draft.reads();
      for (int slot : draft.outputs()) {
        used.add(slot);
      }
      int[] released =
          used.stream()
              .filter(slot -> slot == PlannedNode.NONE || constants.get(slot) == null)
              .filter(kept::add)
              .mapToInt(Integer::intValue)
              .toArray();
      nodes.add(
          new PlannedNode(
              draft.proto(),
              draft.operator(),
              draft.inputs(),
              draft.outputs(),
              released,
              draft.graphs()));
    }
    Collections.reverse(nodes);
    return List.copyOf(nodes);
  }
}
