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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One node with its inputs: what an operator reads. It serves run after run, each with inputs of
 * its own, in one thread at a time. Lists that it gives are not to be written to.
 */
public final class NodeCall implements AutoCloseable {
  /** What a run of a graph without nodes costs: a loop of them ends too. */
  private static final int OPERATIONS_PER_STEP = 1000;

  private static final float[] NO_REALS = {};
  private static final HostTensor[] NO_INPUTS = {};

  private final NodeProto node;
  private final int opset;
  private final Workspace workspace;
  private final boolean[] constants;
  private final PreparedNodes preparedNodes;
  private final Graphs graphs;
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Map<String, Object> decoded = new HashMap<>();
  private HostTensor[] inputs = NO_INPUTS;
  private AutoCloseable prepared;
  private AutoCloseable kept;

  /** The graphs of a node's attributes. */
  public interface Graphs extends AutoCloseable {
    /** Runs the graph of an attribute; returns its outputs. */
    List<HostTensor> run(String attribute, List<HostTensor> given);

    @Override
    void close();
  }

  /**
   * A node of a graph.
   *
   * @param constants which inputs are the same at every run; those left out are
   */
  public NodeCall(
      NodeProto node,
      int opset,
      Workspace workspace,
      boolean[] constants,
      PreparedNodes preparedNodes,
      Graphs graphs) {
    this.node = node;
    this.opset = opset;
    this.workspace = workspace;
    this.constants = constants;
    this.preparedNodes = preparedNodes;
    this.graphs = graphs;
    node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  /** A node that is computed once, without a device. */
  public static NodeCall ofConstants(NodeProto node, int opset, Workspace workspace) {
    return new NodeCall(node, opset, workspace, new boolean[0], null, null);
  }

  /**
   * The same node with the inputs of a run.
   *
   * @param newInputs null for those left out; kept, not copied
   * @return this
   */
  public NodeCall with(HostTensor... newInputs) {
    inputs = newInputs;
    return this;
  }

  /** Whether an input is the same at every run, or is left out. */
  public boolean isConstant(int input) {
    return input >= constants.length || constants[input];
  }

  /**
   * What this node prepares once for the device, of its attributes and constant inputs; all runs
   * share it, so it must be thread-safe.
   *
   * @param type what the preparation gives
   */
  public <T extends AutoCloseable> T prepared(Class<T> type, Supplier<T> preparation) {
    if (prepared == null) {
      requireDevice();
      prepared = preparedNodes.of(node, preparation);
    }
    return type.cast(prepared);
  }

  /** What the last run of this call kept for this one; null at the first. */
  public <T extends AutoCloseable> T kept(Class<T> type) {
    return type.cast(kept);
  }

  /** Keeps something for the next run, and closes what was kept before. */
  public void keep(AutoCloseable value) {
    AutoCloseable former = kept;
    kept = value;
    close(former);
  }

  private void requireDevice() {
    if (preparedNodes == null) {
      throw new OnnxException("expected a device to run on, got none");
    }
  }

  @Override
  public void close() {
    close(kept);
    kept = null;
    close(graphs);
  }

  static void close(AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
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
    requireDevice();
    return preparedNodes.device();
  }

  int inputs() {
    return inputs.length;
  }

  /** How many outputs the node names. */
  int outputs() {
    return node.getOutputCount();
  }

  /**
   * The tensor given for an input.
   *
   * @throws OnnxException if none is
   */
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
    return index < inputs.length ? inputs[index] : null;
  }

  /**
   * A list of integers that is an attribute in old versions of an operator and an input in new
   * ones; null where it is neither.
   */
  long[] integers(String attribute, int input) {
    HostTensor given = optional(input);
    return given == null ? integers(attribute) : given.integers();
  }

  /** Whether the node states this attribute. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /**
   * An attribute, or a standard value where the node does not state it.
   *
   * @throws OnnxException if it is of another type
   */
  public long integer(String name, long standard) {
    AttributeProto attribute = attribute(name, AttributeType.INT);
    return attribute == null ? standard : attribute.getI();
  }

  /**
   * An attribute, or a standard value where the node does not state it.
   *
   * @throws OnnxException if it is of another type
   */
  public float real(String name, float standard) {
    AttributeProto attribute = attribute(name, AttributeType.FLOAT);
    return attribute == null ? standard : attribute.getF();
  }

  /**
   * An attribute, or a standard value where the node does not state it.
   *
   * @throws OnnxException if it is of another type
   */
  public String text(String name, String standard) {
    AttributeProto attribute = attribute(name, AttributeType.STRING);
    return attribute == null
        ? standard
        : (String) decoded.computeIfAbsent(name, key -> attribute.getS().toStringUtf8());
  }

  /** Null where the attribute is left out. */
  long[] integers(String name) {
    AttributeProto attribute = attribute(name, AttributeType.INTS);
    return attribute == null
        ? null
        : (long[])
            decoded.computeIfAbsent(
                name, key -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray());
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
    graph(name);
    if (graphs == null) {
      throw new OnnxException("expected a node without graphs");
    }
    return graphs.run(name, given);
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

  /**
   * Accounts for memory besides tensors, before it is taken.
   *
   * @throws OnnxException if a run would take more than it may
   */
  void reserve(long bytes) {
    workspace.reserve(bytes);
  }

  /** Memory that was reserved and is no longer needed. */
  void giveBack(long bytes) {
    workspace.giveBack(bytes);
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
