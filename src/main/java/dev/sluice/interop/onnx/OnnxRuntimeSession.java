package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Calls ONNX Runtime. Only this class refers to its classes, so it is loaded only if they are
 * present.
 */
final class OnnxRuntimeSession {
  private static final long STACK_BYTES = 32L << 20;

  private OnnxRuntimeSession() {}

  static Map<String, HostTensor> run(Path model, Map<String, HostTensor> inputs) {
    return onLargeStack(() -> runOnThisStack(model, inputs));
  }

  private static Map<String, HostTensor> runOnThisStack(
      Path model, Map<String, HostTensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try (OrtSession session = environment.createSession(model.toString())) {
      for (Map.Entry<String, HostTensor> input : inputs.entrySet()) {
        given.put(input.getKey(), tensor(environment, input.getValue()));
      }
      Map<String, HostTensor> outputs = new LinkedHashMap<>();
      try (OrtSession.Result results = session.run(given)) {
        for (Map.Entry<String, OnnxValue> result : results) {
          outputs.put(result.getKey(), read(result.getKey(), result.getValue()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new OnnxException(model + ": ONNX Runtime: " + e.getMessage(), e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * Runs work in a thread with a large stack. ONNX Runtime recurses deeply when it starts and when
   * it reads nested graphs. This can need more than 1 MB, the default of a Java thread, and a stack
   * overflow in native code ends the JVM.
   */
  static <T> T onLargeStack(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "onnxruntime", STACK_BYTES).start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OnnxException("ONNX Runtime: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OnnxException refusal) {
        throw refusal;
      }
      throw new OnnxException("ONNX Runtime failed: " + e.getCause(), e);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, HostTensor values)
      throws OrtException {
    int[] sizes = values.shape();
    long[] shape = new long[sizes.length];
    for (int d = 0; d < sizes.length; d++) {
      shape[d] = sizes[d];
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.elements(), values.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(TensorCodec.encode("", values).getRawData().asReadOnlyByteBuffer())
            .flip();
    return OnnxTensor.createTensor(environment, bytes, shape, type(values.type()));
  }

  private static OnnxJavaType type(ElementType type) {
    for (OnnxJavaType each : OnnxJavaType.values()) {
      if (each.name().equals(type.name())) {
        return each;
      }
    }
    throw new OnnxException("ONNX Runtime's Java API does not support inputs of " + type);
  }

  private static HostTensor read(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new OnnxException(
          String.format(Locale.ROOT, "output \"%s\": expected a tensor, got another value", name));
    }
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type(name, tensor.getInfo().type).code())
            .setRawData(ByteString.copyFrom(tensor.getByteBuffer()));
    for (long size : tensor.getInfo().getShape()) {
      proto.addDims(size);
    }
    return TensorCodec.decode(proto.build());
  }

  private static ElementType type(String name, OnnxJavaType type) {
    for (ElementType each : ElementType.values()) {
      if (each.name().equals(type.name())) {
        return each;
      }
    }
    throw new OnnxException(
        String.format(Locale.ROOT, "output \"%s\": type %s is not supported", name, type));
  }
}
