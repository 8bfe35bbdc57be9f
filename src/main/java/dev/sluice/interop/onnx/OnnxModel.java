package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.run.GraphRun;
import dev.sluice.interop.onnx.run.Operators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model read from an ONNX file, for inference. Its recurrent nodes run as recurrence plans of a
 * device, so in the engine's own cells; the few other operators that stand around them run on the
 * host.
 *
 * <p>What it takes: files of the operator sets {@value #OLDEST_OPSET} to {@value #NEWEST_OPSET} of
 * the element types in {@link ElementType}, with all weights inside or in files beside the model
 * (external data). A row of length 0 ends, as in ONNX Runtime, in states of zero.
 */
public final class OnnxModel {
  /** From here on shapes are broadcast as today. */
  static final int OLDEST_OPSET = 7;

  /** Operators here have not changed since 22 but for further element types. */
  static final int NEWEST_OPSET = 28;

  private final String name;
  private final ModelProto model;
  private final int opset;
  private final OnnxLimits limits;
  private final Constants constants;

  private OnnxModel(
      String name, ModelProto model, int opset, OnnxLimits limits, Constants constants) {
    this.name = name;
    this.model = model;
    this.opset = opset;
    this.limits = limits;
    this.constants = constants;
  }

  /** Reads a file, with the limits that hold where none are given; see the other method. */
  public static OnnxModel read(Path path) {
    return read(path, OnnxLimits.defaults());
  }

  /**
   * Reads a file and checks that it can be run: its operators are known and its weights whole.
   *
   * @param limits what a run may cost
   * @throws OnnxException if the file is not a whole ONNX model, or one of its nodes, types or
   *     options is not supported, or its weights are over a limit; the message names it
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OnnxModel read(Path path, OnnxLimits limits) {
    try {
      if (Files.size(path) > Integer.MAX_VALUE - 8) {
        throw new OnnxException(
            path + ": expected at most 2 GiB, got " + Files.size(path) + " bytes");
      }
      return read(
          path.toString(), Files.readAllBytes(path), path.toAbsolutePath().getParent(), limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a model that is no file, with the limits that hold where none are given. */
  public static OnnxModel read(byte[] model) {
    return read(model, OnnxLimits.defaults());
  }

  /**
   * Reads a model that is no file, such as a resource. All its weights must be inside.
   *
   * @param limits what a run may cost
   * @throws OnnxException as {@link #read(Path)}
   */
  public static OnnxModel read(byte[] model, OnnxLimits limits) {
    try {
      return read("model of " + model.length + " bytes", model, null, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name what messages call the model
   * @param folder where files with weights lie; null where there is none
   */
  private static OnnxModel read(String name, byte[] bytes, Path folder, OnnxLimits limits)
      throws IOException {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      int opset = opset(model);
      Constants constants = Constants.of(model.getGraph(), limits);
      model = ExternalData.inlined(model, folder);
      check(model.getGraph());
      return new OnnxModel(name, model, opset, limits, constants);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(name + ": no ONNX model, or not a whole one: " + e.getMessage(), e);
    } catch (OnnxException e) {
      throw new OnnxException(name + ": " + e.getMessage(), e);
    }
  }

  private static int opset(ModelProto model) {
    if (!model.hasGraph() || model.getGraph().getOutputCount() == 0) {
      throw new OnnxException("expected an ONNX model, got no graph with outputs");
    }
    for (OperatorSetIdProto imported : model.getOpsetImportList()) {
      if (Operators.isStandard(imported.getDomain())) {
        long version = imported.getVersion();
        if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
          throw new OnnxException(
              String.format(
                  Locale.ROOT,
                  "expected operator set %d to %d, got %d",
                  OLDEST_OPSET,
                  NEWEST_OPSET,
                  version));
        }
        return (int) version;
      }
    }
    throw new OnnxException("expected an ONNX model that names its operator set, got none");
  }

  private static void check(GraphProto graph) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("expected dense weights, got sparse ones");
    }
    graph.getInitializerList().forEach(TensorCodec::decode);
    for (NodeProto node : graph.getNodeList()) {
      Operators.named(node);
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          check(attribute.getG());
        }
      }
    }
  }

  /** What must be given, by name, in the model's order; weights are not among them. */
  public List<OnnxInput> inputs() {
    Set<String> weights =
        model.getGraph().getInitializerList().stream()
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    InputRoles roles = new InputRoles(model.getGraph());
    return model.getGraph().getInputList().stream()
        .filter(input -> !weights.contains(input.getName()))
        .map(input -> described(input, roles))
        .toList();
  }

  private OnnxInput described(ValueInfoProto input, InputRoles roles) {
    try {
      return OnnxInput.of(input, roles);
    } catch (OnnxException e) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: input \"%s\": %s", name, input.getName(), e.getMessage()),
          e);
    }
  }

  /** The names of the outputs, in the model's order. */
  public List<String> outputs() {
    return model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** The file's own entries, such as a vocabulary. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }

  /**
   * Computes the outputs.
   *
   * @param given a tensor for each of {@link #inputs}
   * @return by name, in the model's order
   * @throws OnnxException naming the input that is missing or does not fit, or the node that cannot
   *     be computed
   */
  public Map<String, HostTensor> run(Device device, Map<String, HostTensor> given) {
    try {
      Map<String, HostTensor> values = new HashMap<>();
      long elements = 0;
      for (OnnxInput input : inputs()) {
        HostTensor value = input.require(given.get(input.name()));
        values.put(input.name(), value);
        elements += value.elements();
      }
      List<HostTensor> results = run(device, values, elements);
      Map<String, HostTensor> outputs = new LinkedHashMap<>();
      for (int k = 0; k < results.size(); k++) {
        outputs.put(outputs().get(k), results.get(k));
      }
      return outputs;
    } catch (OnnxException e) {
      String message = e.getMessage().startsWith(name + ": ") ? "" : name + ": ";
      throw new OnnxException(message + e.getMessage(), e);
    }
  }

  private List<HostTensor> run(Device device, Map<String, HostTensor> values, long elements) {
    try (Workspace workspace =
        new Workspace(limits, constants.bytes(), constants.elements(), elements).enter()) {
      return new GraphRun(opset, device, workspace).run(model.getGraph(), values);
    }
  }
}
