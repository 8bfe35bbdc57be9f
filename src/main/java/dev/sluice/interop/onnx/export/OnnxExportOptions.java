package dev.sluice.interop.onnx.export;

import dev.sluice.argument.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The options of an ONNX export.
 *
 * @param finish function applied to the output of the top layer
 * @param metadata additional metadata entries, such as a vocabulary
 * @param emptyRowToken the token, at least 0, that replaces a row of length 0; if empty, such a row
 *     has no step, and its states and poolings are zeros
 */
public record OnnxExportOptions(
    Finish finish, Map<String, String> metadata, OptionalInt emptyRowToken) {

  /**
   * A function applied to the output of the top layer. In training it is often part of the loss.
   */
  public enum Finish {
    /** No function: the output is the logits. */
    NONE,
    /** Softmax over the features. */
    SOFTMAX,
    /** Sigmoid of each feature. */
    SIGMOID
  }

  /** Checks and copies the values. */
  public OnnxExportOptions {
    Require.present("finish", finish);
    Require.present("metadata", metadata);
    Require.present("emptyRowToken", emptyRowToken);
    Require.atLeast("emptyRowToken", 0, emptyRowToken.orElse(0));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** No function, no metadata, and no replacement of rows of length 0. */
  public static OnnxExportOptions defaults() {
    return new OnnxExportOptions(Finish.NONE, Map.of(), OptionalInt.empty());
  }

  /** These options with another function after the top layer. */
  public OnnxExportOptions withFinish(Finish finish) {
    return new OnnxExportOptions(finish, metadata, emptyRowToken);
  }

  /** These options with other metadata. */
  public OnnxExportOptions withMetadata(Map<String, String> metadata) {
    return new OnnxExportOptions(finish, metadata, emptyRowToken);
  }

  /**
   * These options with a token that replaces rows of length 0, for a token model.
   *
   * @param token at least 0
   */
  public OnnxExportOptions withEmptyRowToken(int token) {
    return new OnnxExportOptions(finish, metadata, OptionalInt.of(token));
  }
}
