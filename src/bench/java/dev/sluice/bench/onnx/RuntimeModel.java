package dev.sluice.bench.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model in ONNX Runtime, on one thread, with its inputs. */
final class RuntimeModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

  RuntimeModel(Path file, Map<String, HostTensor> given) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
    for (Map.Entry<String, HostTensor> input : given.entrySet()) {
      HostTensor value = input.getValue();
      long[] shape = Arrays.stream(value.shape()).asLongStream().toArray();
      inputs.put(
          input.getKey(),
          value.isFloat()
              ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(value.floats()), shape)
              : OnnxTensor.createTensor(environment, LongBuffer.wrap(value.integers()), shape));
    }
  }

  void run() throws OrtException {
    session.run(inputs).close();
  }

  /** The outputs by name. */
  Map<String, float[]> answers() throws OrtException {
    Map<String, float[]> answers = new LinkedHashMap<>();
    try (OrtSession.Result results = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> result : results) {
        FloatBuffer values = ((OnnxTensor) result.getValue()).getFloatBuffer();
        float[] copy = new float[values.remaining()];
        values.get(copy);
        answers.put(result.getKey(), copy);
      }
    }
    return answers;
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    session.close();
  }
}
