package dev.sluice.interop.onnx.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.sluice.dependency.OptionalLibrary;
import dev.sluice.file.AtomicFile;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.layer.FeatureShape;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a model for inference in other engines, as ONNX of operator set {@value #OPSET}.
 *
 * <ul>
 *   <li>Inputs: {@value #TOKENS}, INT32 {@code [T, N]}, or {@value #FEATURES}, FLOAT {@code [T, N,
 *       F]}; and {@value #LENGTHS}, INT32 {@code [N]}, how many steps of each row count, 0 to T. T
 *       and N may differ from call to call; T is 1 or more, and may be 0 where {@link
 *       OnnxExportOptions#emptyRowToken} is set.
 *   <li>Output: {@value #OUTPUT}, FLOAT {@code [N, F]} with a pooling, else {@code [T, N, F]}.
 *   <li>What acts in training only (dropout, random masks of weights) is left out.
 *   <li>Metadata {@code model}: the description, {@link ModelSpec#toJson}.
 * </ul>
 *
 * <p>ONNX's recurrent operators have no projection, no clipping of the cell state, no layer
 * normalisation and no zoneout (which in inference keeps its expected share of the old state);
 * models with these are refused.
 */
public final class OnnxExport {
  /** The version of ONNX's operators; ONNX Runtime knows it since 1.12. */
  public static final int OPSET = 17;

  /** The input of models of tokens. */
  public static final String TOKENS = "tokens";

  /** The input of models of numeric sequences. */
  public static final String FEATURES = "features";

  /** The rows' lengths. */
  public static final String LENGTHS = "lengths";

  /** The top layer's values. */
  public static final String OUTPUT = "output";

  /** The version of the file format that goes with the operators. */
  private static final int IR_VERSION = 8;

  /** What a protobuf message can hold, less some room for the graph. */
  private static final long MAX_WEIGHT_BYTES = (1L << 31) - (1 << 20);

  private static final String MODEL_KEY = "model";

  private OnnxExport() {}

  /**
   * Writes the file, beside its target and then renamed. A file at the target is replaced without
   * question; links and devices stay, see {@link AtomicFile#replace(Path, AtomicFile.Body)}.
   *
   * @throws OnnxException naming the layer and the option that ONNX cannot represent; no file is
   *     written then
   * @throws IllegalStateException if a parameter holds NaN or infinity; no file is written then
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path path, Model model, OnnxExportOptions options) {
    requireLibraries();
    try {
      AtomicFile.replace(path, channel -> write(channel, model, options));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /**
   * As {@link #write(Path, Model, OnnxExportOptions)}, to a channel, which stays open.
   *
   * @throws OnnxException naming the layer and the option that ONNX cannot represent; nothing is
   *     written then
   * @throws IOException if the channel does not take it
   */
  public static void write(WritableByteChannel channel, Model model, OnnxExportOptions options)
      throws IOException {
    requireLibraries();
    ByteBuffer bytes = ByteBuffer.wrap(model(model, options).toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void requireLibraries() {
    OptionalLibrary.PROTOBUF.require();
    OptionalLibrary.ONNX_MESSAGES.require();
  }

  static ModelProto model(Model model, OnnxExportOptions options) {
    if (model.parameterCount() * Float.BYTES > MAX_WEIGHT_BYTES) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "model: expected at most 2 GiB of weights, which an ONNX file holds, got %d parameters",
              model.parameterCount()));
    }
    ModelSpec spec = model.spec();
    GraphBuilder graph = new GraphBuilder();
    String top = new LayerExport(graph, model, options.emptyRowToken()).export();
    graph.prefix("");
    String finished =
        switch (options.finish()) {
          case NONE -> top;
          case SOFTMAX -> graph.node("Softmax", List.of(top), Attributes.integer("axis", -1));
          case SIGMOID -> graph.node("Sigmoid", List.of(top));
        };
    if (spec.output().kind() == FeatureShape.Kind.VECTOR) {
      graph.output(OUTPUT, finished, "N", spec.output().size());
    } else {
      graph.output(OUTPUT, finished, "T", "N", spec.output().size());
    }
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("sluice")
            .setProducerVersion(version())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setDocString("Sequences are time-major; rows end at their lengths.")
            .setGraph(graph.build("sluice", describe(spec)));
    metadata(spec, options)
        .forEach(
            (key, value) ->
                proto.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return proto.build();
  }

  private static Map<String, String> metadata(ModelSpec spec, OnnxExportOptions options) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(MODEL_KEY, spec.toJson());
    options
        .metadata()
        .forEach(
            (key, value) -> {
              if (metadata.putIfAbsent(key, value) != null) {
                throw new OnnxException("metadata: " + key + " is the format's own");
              }
            });
    return metadata;
  }

  private static String describe(ModelSpec spec) {
    StringBuilder text = new StringBuilder(spec.input().toString());
    FeatureShape shape = spec.input();
    for (int i = 0; i < spec.layers().size(); i++) {
      shape = spec.layers().get(i).outputShape(shape);
      text.append(", ").append(spec.nameOf(i)).append(" -> ").append(shape);
    }
    return text.toString();
  }

  private static String version() {
    String version = OnnxExport.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
