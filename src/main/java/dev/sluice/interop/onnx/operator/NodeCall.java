package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node with the inputs of a run; operators read everything from it. It is reused for all runs,
 * one at a time. Callers must not change the lists that it returns.
 */
public final class NodeCall implements AutoCloseable {
  /** The cost of a run of an empty graph, so that the limits also end loops of such runs. */
  private static final int OPERATIONS_PER_STEP = 1000;

  private static final float[] NO_REALS = {};
  private static final HostTensor[] NO_INPUTS = {};

  private final NodeProto node;
  private final int opset;
  private final Workspace workspace;
  private final boolean[] constants;
  private final @Nullable PreparedNodes preparedNodes;
  private final @Nullable Graphs graphs;
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Map<String, Object> decoded = new HashMap<>();
  private HostTensor[] inputs = NO_INPUTS;
  private @Nullable AutoCloseable prepared;
  private @Nullable AutoCloseable kept;

  /** The subgraphs in a node's attributes. */
  public interface Graphs extends AutoCloseable {
    /** Runs the subgraph of an attribute and returns its outputs. */
    List<HostTensor> run(String attribute, List<HostTensor> given);

    @Override
    void close();
  }

  /**
   * Creates the call of a node.
   *
   * @param constants which inputs are the same in every run; absent inputs are
   */
  public NodeCall(
      NodeProto node,
      int opset,
      Workspace workspace,
      boolean[] constants,
      @Nullable PreparedNodes preparedNodes,
      @Nullable Graphs graphs) {
    this.node = node;
    this.opset = opset;
    this.workspace = workspace;
    this.constants = constants;
    this.preparedNodes = preparedNodes;
    this.graphs = graphs;
    node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  /** Creates the call of a node that is computed once, without a device. */
  public static NodeCall ofConstants(NodeProto node, int opset, Workspace workspace) {
    return new NodeCall(node, opset, workspace, new boolean[0], null, null);
  }

  /**
   * Sets the inputs of a run.
   *
   * @param newInputs the inputs; null for absent ones; kept, not copied
   * @return this
   */
  public NodeCall with(HostTensor... newInputs) {
    inputs = newInputs;
    return this;
  }

  /** Whether an input is the same in every run, or absent. */
  public boolean isConstant(int input) {
    return input >= constants.length || constants[input];
  }

  /**
   * Returns what this node prepares once per device from its attributes and constant inputs. All
   * runs share it, so it must be thread-safe.
   *
   * @param type type of the prepared object
   */
  public <T extends AutoCloseable> T prepared(Class<T> type, Supplier<T> preparation) {
    if (prepared == null) {
      prepared = requireDevice().of(node, preparation);
    }
    return type.cast(prepared);
  }

  /** Returns what the last run of this call kept; null in the first run. */
  public <T extends AutoCloseable> @Nullable T kept(Class<T> type) {
    return type.cast(kept);
  }

  /** Keeps an object for the next run, and closes the one that was kept before. */
  public void keep(@Nullable AutoCloseable value) {
    AutoCloseable previous = kept;
    kept = value;
    close(previous);
  }

  private PreparedNodes requireDevice() {
    if (preparedNodes == null) {
      throw new OnnxException("expected a device to run on, got none");
    }
    return preparedNodes;
  }

  @Override
  public void close() {
    close(kept);
    kept = null;
    close(graphs);
  }

  static void close(@Nullable AutoCloseable closeable) {
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

  /** The name of the operator. */
  public String operator() {
    return node.getOpType();
  }

  /** The opset of the model. */
  int opset() {
    return opset;
  }

  /** The device on which recurrent nodes run. */
  public Device device() {
    return requireDevice().device();
  }

  int inputs() {
    return inputs.length;
  }

  /** The number of outputs of the node. */
  int outputs() {
    return node.getOutputCount();
  }

  /**
   * An input.
   *
   * @throws OnnxException if the input is absent
   */
  public HostTensor input(int index) {
    HostTensor input = optional(index);
    if (input == null) {
      throw new OnnxException(
          String.format(Locale.ROOT, "input %d: expected a tensor, got none", index));
    }
    return input;
  }

  /** An input; null if the node leaves it out. */
  public @Nullable HostTensor optional(int index) {
    return index < inputs.length ? inputs[index] : null;
  }

  /**
   * A list of integers that is an attribute in old opsets and an input in new ones; null if it is
   * absent.
   */
  long @Nullable [] integers(String attribute, int input) {
    HostTensor given = optional(input);
    return given == null ? integers(attribute) : given.integers();
  }

  /** Whether the node has this attribute. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /**
   * An attribute, or a default value if the node does not have it.
   *
   * @throws OnnxException if the attribute has another type
   */
  public long integer(String name, long absent) {
    AttributeProto attribute = attribute(name, AttributeType.INT);
    return attribute == null ? absent : attribute.getI();
  }

  /**
   * An attribute, or a default value if the node does not have it.
   *
   * @throws OnnxException if the attribute has another type
   */
  public float real(String name, float absent) {
    AttributeProto attribute = attribute(name, AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  /**
   * An attribute, or a default value if the node does not have it.
   *
   * @throws OnnxException if the attribute has another type
   */
  public String text(String name, String absent) {
    AttributeProto attribute = attribute(name, AttributeType.STRING);
    return attribute == null
        ? absent
        : (String) decoded.computeIfAbsent(name, key -> attribute.getS().toStringUtf8());
  }

  /** An attribute; null if it is absent. */
  long @Nullable [] integers(String name) {
    AttributeProto attribute = attribute(name, AttributeType.INTS);
    return attribute == null
        ? null
        : (long[])
            decoded.computeIfAbsent(
                name, key -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  /** An attribute; empty if it is absent. */
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

  /** An attribute; null if it is absent. */
  public @Nullable List<String> texts(String name) {
    AttributeProto attribute = attribute(name, AttributeType.STRINGS);
    return attribute == null
        ? null
        : attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList();
  }

  /** An attribute; null if it is absent. */
  @Nullable TensorProto tensor(String name) {
    AttributeProto attribute = attribute(name, AttributeType.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  /**
   * Accounts for work beyond one pass over the inputs and outputs. Call it before the work starts.
   *
   * @param multiplyAdds number of multiply-adds that the operator is going to compute
   * @throws OnnxException if the run exceeds its limits
   */
  public void work(long multiplyAdds) {
    workspace.work(multiplyAdds);
  }

  /**
   * Accounts for evaluations of a function such as tanh, exp or pow. Call it before they start.
   *
   * @throws OnnxException if the run exceeds its limits
   */
  void functions(long evaluations) {
    workspace.work(Math.multiplyExact(evaluations, OnnxLimits.PER_FUNCTION));
  }

  /**
   * Runs the subgraph of an attribute.
   *
   * @param given inputs of the subgraph, in its order
   */
  public List<HostTensor> run(String name, List<HostTensor> given) {
    graph(name);
    if (graphs == null) {
      throw new OnnxException("expected a node without subgraphs");
    }
    return graphs.run(name, given);
  }

  /** The declared outputs of the subgraph of an attribute. */
  List<SubgraphOutput> graphOutputs(String name) {
    return graph(name).getOutputList().stream().map(SubgraphOutput::new).toList();
  }

  /**
   * Runs one of many steps of a subgraph. Frees what the step allocated, except the outputs, which
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
   * Accounts for memory other than tensors. Call it before allocating.
   *
   * @throws OnnxException if the run exceeds its limits
   */
  void reserve(long bytes) {
    workspace.reserve(bytes);
  }

  /** Returns reserved memory that is no longer needed. */
  void giveBack(long bytes) {
    workspace.giveBack(bytes);
  }

  /** Releases outputs of a step that are no longer needed. */
  void release(List<HostTensor> values) {
    values.forEach(workspace::release);
  }

  /** Turns outputs of a step into outputs of this node. */
  void handOver(List<HostTensor> values) {
    values.forEach(workspace::handOver);
  }

  @CanIgnoreReturnValue
  private GraphProto graph(String name) {
    AttributeProto attribute = attribute(name, AttributeType.GRAPH);
    if (attribute == null) {
      throw new OnnxException(
          String.format(Locale.ROOT, "attribute %s: expected a graph, got none", name));
    }
    return attribute.getG();
  }

  /** Refuses unknown attributes, because ignoring them could change the result. */
  public void requireOnly(Set<String> known) {
    Set<String> unknown = new TreeSet<>(attributes.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "attribute %s is unknown; expected one of %s",
              unknown.iterator().next(),
              new TreeSet<>(known)));
    }
  }

  private @Nullable AttributeProto attribute(String name, AttributeType type) {
    AttributeProto attribute = attributes.get(name);
    // Old exporters do not write the type.
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
