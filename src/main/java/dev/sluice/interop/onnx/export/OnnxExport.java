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
 * Exports a model to ONNX, opset {@value #OPSET}, for inference in other engines.
 *
 * <ul>
 *   <li>Inputs: {@value #TOKENS}, INT32 {@code [T, N]}, or {@value #FEATURES}, FLOAT {@code [T, N,
 *       F]}; and {@value #LENGTHS}, INT32 {@code [N]}, the length of each row, 0 to T. T and N may
 *       differ between runs. T is at least 1, or at least 0 if {@link
 *       OnnxExportOptions#emptyRowToken} is set.
 *   <li>Output: {@value #OUTPUT}, FLOAT {@code [N, F]} for a model with pooling, otherwise {@code
 *       [T, N, F]}.
 *   <li>Layers and options that act only in training (dropout, DropConnect) are left out.
 *   <li>Metadata {@code model}: the specification of the model, {@link ModelSpec#toJson}.
 * </ul>
 *
 * <p>The recurrent operators of ONNX have no projection, no clipping of the cell state, no layer
 * normalization and no zoneout (which in inference keeps the expected share of the old state).
 * Models with these options are refused.
 */
public final class OnnxExport {
  /** The opset of exported models. ONNX Runtime supports it since 1.12. */
  public static final int OPSET = 17;

  /** Name of the input of token models. */
  public static final String TOKENS = "tokens";

  /** Name of the input of models of numeric sequences. */
  public static final String FEATURES = "features";

  /** Name of the input with the row lengths. */
  public static final String LENGTHS = "lengths";

  /** Name of the output. */
  public static final String OUTPUT = "output";

  /** The IR version of the file format that belongs to the opset. */
  private static final int IR_VERSION = 8;

  /**
   * The largest size of all weights: the limit of a protobuf message, minus some space for the
   * graph.
   */
  private static final long MAX_WEIGHT_BYTES = (1L << 31) - (1 << 20);

  private static final String MODEL_KEY = "model";

  private OnnxExport() {}

  /**
   * Writes the file atomically: to a temporary file that is then renamed. Replaces an existing
   * file. Links and devices stay, see {@link AtomicFile#replace(Path, AtomicFile.Body)}.
   *
   * @throws OnnxException if ONNX cannot represent a layer or option; the message names it, and no
   *     file is written
   * @throws IllegalStateException if a parameter holds NaN or infinity; no file is written
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path path, Model model, OnnxExportOptions options) {
    OptionalLibrary.requireOnnx();
    try {
      AtomicFile.replace(path, channel -> write(channel, model, options));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /**
   * As {@link #write(Path, Model, OnnxExportOptions)}, to a channel. The channel stays open.
   *
   * @throws OnnxException if ONNX cannot represent a layer or option; the message names it, and
   *     nothing is written
   * @throws IOException if writing to the channel fails
   */
  public static void write(WritableByteChannel channel, Model model, OnnxExportOptions options)
      throws IOException {
    OptionalLibrary.requireOnnx();
    ByteBuffer bytes = ByteBuffer.wrap(model(model, options).toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static ModelProto model(Model model, OnnxExportOptions options) {
    if (model.parameterCount() * Float.BYTES > MAX_WEIGHT_BYTES) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "model: expected at most 2 GiB of weights, the limit of an ONNX file, got %d parameters",
              model.parameterCount()));
    }
    ModelSpec spec = model.spec();
    GraphBuilder graph = new GraphBuilder();
    String top = new LayerExport(graph, model, options.emptyRowToken()).export();
    graph.prefix("");
    String output =
        switch (options.finish()) {
          case NONE -> top;
          case SOFTMAX -> graph.node("Softmax", List.of(top), Attributes.integer("axis", -1));
          case SIGMOID -> graph.node("Sigmoid", List.of(top));
        };
    if (spec.output().kind() == FeatureShape.Kind.VECTOR) {
      graph.output(OUTPUT, output, "N", spec.output().size());
    } else {
      graph.output(OUTPUT, output, "T", "N", spec.output().size());
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
                throw new OnnxException("metadata: " + key + " is reserved by the format");
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
