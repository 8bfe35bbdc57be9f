package dev.sluice.interop.onnx.export;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model is exported.
 *
 * @param finish what follows the top layer
 * @param metadata entries of the file's own, such as a vocabulary
 */
public record OnnxExportOptions(Finish finish, Map<String, String> metadata) {

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
    if (finish == null) {
      throw new IllegalArgumentException("finish: expected NONE, SOFTMAX or SIGMOID, got null");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The top layer's values as they are, no metadata. */
  public static OnnxExportOptions defaults() {
    return new OnnxExportOptions(Finish.NONE, Map.of());
  }

  /** These options with something else after the top layer. */
  public OnnxExportOptions withFinish(Finish finish) {
    return new OnnxExportOptions(finish, metadata);
  }

  /** These options with other metadata. */
  public OnnxExportOptions withMetadata(Map<String, String> metadata) {
    return new OnnxExportOptions(finish, metadata);
  }
}
