package dev.sluice.interop.onnx.export;

import dev.sluice.argument.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a model is exported.
 *
 * @param finish what follows the top layer
 * @param metadata entries of the file's own, such as a vocabulary
 * @param emptyRowToken the token, 0 or more, that a row of length 0 is taken to hold, once; empty:
 *     such a row has no step, and its states and poolings are zeros
 */
public record OnnxExportOptions(
    Finish finish, Map<String, String> metadata, OptionalInt emptyRowToken) {

  /** What follows the top layer, which a loss often takes care of in training. */
  public enum Finish {
    /** Nothing: logits stay logits. */
    NONE,
    /** Softmax over the features. */
    SOFTMAX,
    /** The logistic function of each feature. */
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

  /** The top layer's values as they are, no metadata, and rows of length 0 without any step. */
  public static OnnxExportOptions defaults() {
    return new OnnxExportOptions(Finish.NONE, Map.of(), OptionalInt.empty());
  }

  /** These options with something else after the top layer. */
  public OnnxExportOptions withFinish(Finish finish) {
    return new OnnxExportOptions(finish, metadata, emptyRowToken);
  }

  /** These options with other metadata. */
  public OnnxExportOptions withMetadata(Map<String, String> metadata) {
    return new OnnxExportOptions(finish, metadata, emptyRowToken);
  }

  /**
   * These options for a model of tokens that reads a row of length 0 as one token.
   *
   * @param token 0 or more
   */
  public OnnxExportOptions withEmptyRowToken(int token) {
    return new OnnxExportOptions(finish, metadata, OptionalInt.of(token));
  }
}
