package dev.sluice.interop.onnx.tensor;

/**
 * A file that is no ONNX model, or a model that cannot be represented: one line that names the
 * file, node or option, what was expected and what came.
 */
public final class OnnxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Makes one whose message stands by itself. */
  public OnnxException(String message) {
    super(message);
  }

  /** Makes one that another failure led to. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
