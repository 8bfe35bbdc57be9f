package dev.sluice.interop.onnx;

import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs models in ONNX Runtime, to compare with. Its jar {@code
 * com.microsoft.onnxruntime:onnxruntime} is no part of ours: ask {@link #unavailable} first.
 */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** Why it cannot be used here; null where it can. */
  public static String unavailable() {
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment", true, OnnxRuntime.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException e) {
      return "onnxruntime.jar is not on the class path";
    } catch (LinkageError | RuntimeException e) {
      // From the static initializer that looks for natives of this platform.
      return "its natives do not load here: " + (e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Computes the outputs on the CPU.
   *
   * @param inputs by name
   * @return by name, in the model's order
   * @throws OnnxException if it refuses the model or the inputs, with its own words
   */
  public static Map<String, HostTensor> run(Path model, Map<String, HostTensor> inputs) {
    return OnnxRuntimeSession.run(model, inputs);
  }
}
