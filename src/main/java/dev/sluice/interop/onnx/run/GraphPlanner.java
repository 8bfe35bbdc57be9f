package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
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

/** Makes the plan of one graph; graphs within its nodes have planners of their own. */
final class GraphPlanner {
  private final GraphProto graph;
  private final GraphPlanner around;
  private final ConstantFolding folding;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<HostTensor> constants = new ArrayList<>();
  private final List<GraphPlan.Capture> captures = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();

  /** A node whose values' last uses are not known yet. */
  private record Draft(
      NodeProto proto,
      Operator operator,
      int[] inputs,
      int[] outputs,
      Map<String, GraphPlan> graphs) {

    /** The slots that it reads, within its graphs too. */
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
   * @param around the planner of the graph around, or null
   */
  GraphPlanner(GraphProto graph, GraphPlanner around, ConstantFolding folding) {
    this.graph = graph;
    this.around = around;
    this.folding = folding;
  }

  GraphPlan plan(List<String> given) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("expected dense weights, got sparse ones");
    }
    int[] inputs = given.stream().mapToInt(name -> define(name, null)).toArray();
    for (TensorProto weight : graph.getInitializerList()) {
      // A graph within a node may give its inputs defaults, which nobody needs.
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

  /** Gives a name a slot of its own, also where the name had another before. */
  private int define(String name, HostTensor constant) {
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
              "%s \"%s\": expected a value that is an input or computed before, got none",
              role,
              Abbreviation.of(name)));
    }
    return slot;
  }

  /** Null where there is no value of this name, here or around. */
  private Integer find(String name) {
    Integer own = slots.get(name);
    Integer outer = own != null || around == null ? null : around.find(name);
    if (outer == null) {
      return own;
    }
    int slot = define(name, around.constants.get(outer));
    captures.add(new GraphPlan.Capture(outer, slot));
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

  /** What a node gives whose inputs are constants; null where they are not. */
  private List<HostTensor> known(NodeProto node, Operator operator, int[] slots) {
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

  /** Those of the slots that the nodes of this graph fill. */
  private int[] computed(int... outputs) {
    Set<Integer> filled = new HashSet<>();
    for (Draft draft : drafts) {
      for (int slot : draft.outputs()) {
        filled.add(slot);
      }
    }
    return Arrays.stream(outputs).filter(filled::contains).distinct().toArray();
  }

  /** With what is not needed after each node: what it is the last to read, or nobody reads. */
  private List<PlannedNode> nodes(int[] inputs, int[] outputs) {
    Set<Integer> kept = new HashSet<>();
    for (int slot : outputs) {
      kept.add(slot);
    }
    // What comes from outside is not this graph's to release.
    for (int slot : inputs) {
      kept.add(slot);
    }
    captures.forEach(capture -> kept.add(capture.inner()));
    kept.add(PlannedNode.NONE);
    List<PlannedNode> nodes = new ArrayList<>();
    for (int k = drafts.size() - 1; k >= 0; k--) {
      Draft draft = drafts.get(k);
      Set<Integer> touched = draft.reads();
      for (int slot : draft.outputs()) {
        touched.add(slot);
      }
      int[] released =
          touched.stream()
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
