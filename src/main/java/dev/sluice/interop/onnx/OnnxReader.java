package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.interop.onnx.run.ModelPlan;
import dev.sluice.interop.onnx.run.Operators;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates an {@link OnnxModel} from the bytes of a file. This class is separate from the model,
 * because a class that uses protobuf cannot be loaded if that optional library is missing.
 */
final class OnnxReader {
  /** The first opset with the broadcasting rules of today. */
  static final int OLDEST_OPSET = 7;

  /**
   * The newest supported opset. Since opset 22 the supported operators have gained only element
   * types.
   */
  static final int NEWEST_OPSET = 28;

  private OnnxReader() {}

  /**
   * @param name name of the model in messages
   * @param folder folder of external data; null if there is none
   */
  static OnnxModel read(String name, byte[] bytes, @Nullable Path folder, OnnxLimits limits)
      throws IOException {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      int opset = opset(model);
      // Check the limits before external data is read.
      ModelPlan.requireWithin(limits, model.getGraph());
      Set<Path> files = new LinkedHashSet<>();
      GraphProto graph = ExternalData.inlined(model, folder, files).getGraph();
      List<OnnxInput> inputs = inputs(graph);
      List<String> given = inputs.stream().map(OnnxInput::name).toList();
      List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
      ModelPlan plan = ModelPlan.of(graph, given, opset, limits);
      return new OnnxModel(name, inputs, outputs, metadata(model), Set.copyOf(files), plan);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(
          name + ": not an ONNX model, or not a complete one: " + e.getMessage(), e);
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
                  "expected opset %d to %d, got %d; in PyTorch export with opset_version=20",
                  OLDEST_OPSET,
                  NEWEST_OPSET,
                  version));
        }
        return (int) version;
      }
    }
    throw new OnnxException("expected an ONNX model with an opset, got none");
  }

  private static List<OnnxInput> inputs(GraphProto graph) {
    Set<String> weights =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    InputRoles roles = new InputRoles(graph);
    return graph.getInputList().stream()
        .filter(input -> !weights.contains(input.getName()))
        .map(input -> describe(input, roles))
        .toList();
  }

  private static OnnxInput describe(ValueInfoProto input, InputRoles roles) {
    try {
      return OnnxInput.of(input, roles);
    } catch (OnnxException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "input \"%s\": %s", Abbreviation.of(input.getName()), e.getMessage()),
          e);
    }
  }

  private static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return Collections.unmodifiableMap(metadata);
  }
}
