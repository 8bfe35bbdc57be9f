package dev.sluice.interop.onnx.tensor;

/**
 * Thrown if a file is not an ONNX model, or a model is not supported. The message is one line that
 * names the file, node or option, and the expected and actual value.
 */
public final class OnnxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Creates an exception without a cause. */
  public OnnxException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
