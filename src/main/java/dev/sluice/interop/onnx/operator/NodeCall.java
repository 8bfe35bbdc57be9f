package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One node with its inputs: what an operator reads. */
public final class NodeCall {
  /** What a run of a graph without nodes costs: a loop of them ends too. */
  private static final int OPERATIONS_PER_STEP = 1000;

  private static final float[] NO_REALS = {};

  private final NodeProto node;
  private final List<HostTensor> inputs;
  private final int opset;
  private final Device device;
  private final Workspace workspace;
  private final Subgraphs subgraphs;
  private final Map<String, AttributeProto> attributes = new HashMap<>();

  /** Runs graphs that attributes hold. */
  @FunctionalInterface
  public interface Subgraphs {
    /** The outputs, given the inputs in the graph's order. */
    List<HostTensor> run(GraphProto graph, List<HostTensor> inputs);
  }

  /**
   * @param inputs null for those left out
   * @param subgraphs runs a graph that an attribute holds
   */
  public NodeCall(
      NodeProto node,
      List<HostTensor> inputs,
      int opset,
      Device device,
      Workspace workspace,
      Subgraphs subgraphs) {
    this.node = node;
    this.inputs = new ArrayList<>(inputs);
    this.opset = opset;
    this.device = device;
    this.workspace = workspace;
    this.subgraphs = subgraphs;
    node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  /** The operator's name. */
  public String operator() {
    return node.getOpType();
  }

  /** The version of the operators that the model asks for. */
  int opset() {
    return opset;
  }

  /** What recurrent nodes run on. */
  public Device device() {
    return device;
  }

  int inputs() {
    return inputs.size();
  }

  /** How many outputs the node names. */
  int outputs() {
    return node.getOutputCount();
  }

  public HostTensor input(int index) {
    HostTensor input = optional(index);
    if (input == null) {
      throw new OnnxException(
          String.format(Locale.ROOT, "input %d: expected a tensor, got none", index));
    }
    return input;
  }

  /** Null where the node leaves it out. */
  public HostTensor optional(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /**
   * A list of integers that is an attribute in old versions of an operator and an input in new
   * ones; null where it is neither.
   */
  long[] integers(String attribute, int input) {
    HostTensor given = optional(input);
    return given == null ? integers(attribute) : given.integers();
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public long integer(String name, long standard) {
    AttributeProto attribute = attribute(name, AttributeType.INT);
    return attribute == null ? standard : attribute.getI();
  }

  public float real(String name, float standard) {
    AttributeProto attribute = attribute(name, AttributeType.FLOAT);
    return attribute == null ? standard : attribute.getF();
  }

  public String text(String name, String standard) {
    AttributeProto attribute = attribute(name, AttributeType.STRING);
    return attribute == null ? standard : attribute.getS().toStringUtf8();
  }

  /** Null where the attribute is left out. */
  long[] integers(String name) {
    AttributeProto attribute = attribute(name, AttributeType.INTS);
    return attribute == null
        ? null
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Empty where the attribute is left out. */
  public float[] reals(String name) {
    AttributeProto attribute = attribute(name, AttributeType.FLOATS);
    if (attribute == null) {
      return NO_REALS;
    }
    float[] values = new float[attribute.getFloatsCount()];
    for (int k = 0; k < values.length; k++) {
      values[k] = attribute.getFloats(k);
    }
    return values;
  }

  /** Null where the attribute is left out. */
  public List<String> texts(String name) {
    AttributeProto attribute = attribute(name, AttributeType.STRINGS);
    return attribute == null
        ? null
        : attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList();
  }

  /** Null where the attribute is left out. */
  TensorProto tensor(String name) {
    AttributeProto attribute = attribute(name, AttributeType.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  /**
   * Accounts for work that is more than a pass over the inputs and outputs, before it is begun.
   *
   * @param multiplyAdds how many the operator is about to compute
   * @throws OnnxException if a run would take more than it may
   */
  public void work(long multiplyAdds) {
    workspace.work(multiplyAdds);
  }

  /**
   * The outputs of the graph that an attribute holds.
   *
   * @param given its inputs, in its order
   */
  public List<HostTensor> run(String name, List<HostTensor> given) {
    return subgraphs.run(graph(name), given);
  }

  /** What the graph that an attribute holds says of its outputs. */
  List<SubgraphOutput> graphOutputs(String name) {
    return graph(name).getOutputList().stream().map(SubgraphOutput::new).toList();
  }

  /**
   * One of many runs of a graph: what it allocates is dropped at its end but for the outputs, which
   * stay until they are released.
   */
  List<HostTensor> step(String name, List<HostTensor> given) {
    int mark = workspace.beginNode();
    workspace.work(OPERATIONS_PER_STEP);
    List<HostTensor> results = run(name, given);
    results.forEach(workspace::hold);
    workspace.endNode(mark);
    return results;
  }

  /** Outputs of a step that are not needed any more. */
  void release(List<HostTensor> values) {
    values.forEach(workspace::release);
  }

  /** Outputs of a step that become outputs of this node. */
  void handOver(List<HostTensor> values) {
    values.forEach(workspace::handOver);
  }

  private GraphProto graph(String name) {
    AttributeProto attribute = attribute(name, AttributeType.GRAPH);
    if (attribute == null) {
      throw new OnnxException(
          String.format(Locale.ROOT, "attribute %s: expected a graph, got none", name));
    }
    return attribute.getG();
  }

  /** Refuses attributes that would change the result if they were known. */
  public void requireOnly(Set<String> known) {
    Set<String> unknown = new TreeSet<>(attributes.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "attribute %s is not known; expected one of %s",
              unknown.iterator().next(),
              new TreeSet<>(known)));
    }
  }

  private AttributeProto attribute(String name, AttributeType type) {
    AttributeProto attribute = attributes.get(name);
    // Old exporters leave the type out.
    if (attribute != null
        && attribute.getType() != type
        && attribute.getType() != AttributeType.UNDEFINED) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "attribute %s: expected %s, got %s", name, type, attribute.getType()));
    }
    return attribute;
  }
}
