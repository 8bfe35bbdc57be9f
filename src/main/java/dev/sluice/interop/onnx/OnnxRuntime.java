package dev.sluice.interop.onnx;

import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs models with ONNX Runtime, to compare their outputs. The jar {@code
 * com.microsoft.onnxruntime:onnxruntime} is not part of Sluice, so call {@link #unavailable} first.
 */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** The reason why ONNX Runtime cannot be used; null if it can. */
  public static @Nullable String unavailable() {
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment", true, OnnxRuntime.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException e) {
      return "onnxruntime.jar is not on the class path";
    } catch (LinkageError | RuntimeException e) {
      // Thrown by the static initializer that loads the native libraries.
      return "its native libraries cannot be loaded: " + (e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Computes the outputs on the CPU.
   *
   * @param inputs the inputs by name
   * @return the outputs by name, in the order of the model
   * @throws OnnxException if ONNX Runtime refuses the model or the inputs; the message contains its
   *     reason
   */
  public static Map<String, HostTensor> run(Path model, Map<String, HostTensor> inputs) {
    return OnnxRuntimeSession.run(model, inputs);
  }
}
