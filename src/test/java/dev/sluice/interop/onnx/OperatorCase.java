package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A graph of one node with its inputs. Further operands are weights. */
final class OperatorCase {
  private final String operator;
  private final long opset;
  private final ElementType result;
  private final List<HostTensor> inputs = new ArrayList<>();
  private final List<HostTensor> weights = new ArrayList<>();
  private final List<AttributeProto> attributes = new ArrayList<>();
  private final List<ElementType> others = new ArrayList<>();

  OperatorCase(long opset, String operator, ElementType result) {
    this.operator = operator;
    this.opset = opset;
    this.result = result;
  }

  OperatorCase of(HostTensor... tensors) {
    inputs.addAll(Arrays.asList(tensors));
    return this;
  }

  /** Adds inputs that are weights; null leaves one out. */
  OperatorCase and(HostTensor... tensors) {
    weights.addAll(Arrays.asList(tensors));
    return this;
  }

  OperatorCase with(AttributeProto... values) {
    attributes.addAll(List.of(values));
    return this;
  }

  /** Declares this number of outputs of the type. */
  OperatorCase giving(int count) {
    return givingAlso(Collections.nCopies(count - 1, result).toArray(ElementType[]::new));
  }

  /** Declares further outputs. */
  OperatorCase givingAlso(ElementType... types) {
    others.addAll(Arrays.asList(types));
    return this;
  }

  TestGraph graph() {
    TestGraph graph = new TestGraph(opset);
    List<String> names = new ArrayList<>();
    for (HostTensor input : inputs) {
      names.add(graph.input("x" + names.size(), input));
    }
    for (HostTensor weight : weights) {
      names.add(graph.weight("w" + names.size(), weight));
    }
    List<String> results = new ArrayList<>();
    for (int k = 0; k <= others.size(); k++) {
      results.add("y" + k);
      graph.output("y" + k, k == 0 ? result : others.get(k - 1));
    }
    return graph.node(operator, names, results, attributes.toArray(AttributeProto[]::new));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%d %s %s", operator, opset, inputs, weights);
  }

  /** Checks that ONNX Runtime computes the same. */
  void assertAgrees(Path folder) {
    Runtimes.assumePresent();
    TestGraph graph = graph();
    Runtimes.assertAgree(Runtimes.write(folder, graph.model()), graph.inputs);
  }

  /** Checks the values of one output. */
  void assertGives(Path folder, HostTensor expected) {
    TestGraph graph = graph();
    Path file = Runtimes.write(folder, graph.model());
    Runtimes.assertClose(operator, expected, Runtimes.ours(file, graph.inputs).get("y0"));
  }

  /**
   * Checks that the node is refused with a message that names the file and the node. Returns the
   * message.
   */
  String assertRefused(Path folder) {
    TestGraph graph = graph();
    Path file = Runtimes.write(folder, graph.model());
    String message =
        assertThrows(OnnxException.class, () -> Runtimes.ours(file, graph.inputs)).getMessage();
    assertTrue(message.startsWith(file + ": node \"the_" + operator), message);
    return message;
  }

  static HostTensor floats(int... shape) {
    return Runtimes.uniform(new Random(Arrays.hashCode(shape)), shape);
  }

  static HostTensor int64s(long... values) {
    return HostTensor.int64s(values);
  }

  static HostTensor scalar(float value) {
    return HostTensor.floats(new float[] {value});
  }

  static HostTensor truths(long... values) {
    return HostTensor.integers(ElementType.BOOL, values, values.length);
  }

  static AttributeProto ints(String name, long... values) {
    return Attributes.integers(name, values);
  }

  static AttributeProto integer(String name, long value) {
    return Attributes.integer(name, value);
  }

  static AttributeProto one(String name) {
    return integer(name, 1);
  }

  static AttributeProto tensor(String name, HostTensor value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.TENSOR)
        .setT(TensorCodec.encode("", value))
        .build();
  }
}
