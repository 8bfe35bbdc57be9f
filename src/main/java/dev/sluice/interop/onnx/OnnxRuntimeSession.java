package dev.sluice.interop.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The only class that names ONNX Runtime's: it is not loaded where they are not. */
final class OnnxRuntimeSession {
  private OnnxRuntimeSession() {}

  static Map<String, HostTensor> run(Path model, Map<String, HostTensor> inputs) {
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

  private static OnnxTensor tensor(OrtEnvironment environment, HostTensor values)
      throws OrtException {
    int[] sizes = values.shape();
    long[] shape = new long[sizes.length];
    for (int d = 0; d < sizes.length; d++) {
      shape[d] = sizes[d];
    }
    int count = values.elements();
    return switch (values.type()) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(values.floats()), shape);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values.integers()), shape);
      case INT32 -> {
        IntBuffer buffer = IntBuffer.allocate(count);
        for (long value : values.integers()) {
          buffer.put((int) value);
        }
        yield OnnxTensor.createTensor(environment, buffer.flip(), shape);
      }
      case BOOL -> {
        ByteBuffer buffer = ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
        for (long value : values.integers()) {
          buffer.put((byte) value);
        }
        yield OnnxTensor.createTensor(environment, buffer.flip(), shape, OnnxJavaType.BOOL);
      }
    };
  }

  private static HostTensor read(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new OnnxException(
          String.format(Locale.ROOT, "output \"%s\": expected a tensor, got another value", name));
    }
    long[] sizes = tensor.getInfo().getShape();
    int[] shape = new int[sizes.length];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = Math.toIntExact(sizes[d]);
    }
    HostTensor result = HostTensor.zeros(type(name, tensor.getInfo().type), shape);
    switch (result.type()) {
      case FLOAT -> tensor.getFloatBuffer().get(result.floats());
      case INT64 -> tensor.getLongBuffer().get(result.integers());
      case INT32 -> {
        IntBuffer values = tensor.getIntBuffer();
        for (int k = 0; k < result.elements(); k++) {
          result.integers()[k] = values.get(k);
        }
      }
      case BOOL -> {
        ByteBuffer values = tensor.getByteBuffer();
        for (int k = 0; k < result.elements(); k++) {
          result.integers()[k] = values.get(k);
        }
      }
    }
    return result;
  }

  private static ElementType type(String name, OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> ElementType.FLOAT;
      case INT32 -> ElementType.INT32;
      case INT64 -> ElementType.INT64;
      case BOOL -> ElementType.BOOL;
      default ->
          throw new OnnxException(
              String.format(
                  Locale.ROOT,
                  "output \"%s\": expected FLOAT, INT32, INT64 or BOOL, got %s",
                  name,
                  type));
    };
  }
}
