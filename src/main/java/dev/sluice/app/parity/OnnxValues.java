package dev.sluice.app.parity;

import dev.sluice.interop.onnx.OnnxInput;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import dev.sluice.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The inputs and outputs of a model by name, as a safetensors file stores them. */
record OnnxValues(Map<String, HostTensor> inputs, Map<String, HostTensor> outputs) {

  /**
   * Reads all inputs and at least one output of a model.
   *
   * @throws IllegalArgumentException if a tensor is missing, unknown or has another type; the
   *     message names it
   */
  static OnnxValues read(Path path, OnnxModel model) {
    SafetensorsFile file = SafetensorsFile.read(path);
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    Set<String> unread = new TreeSet<>(file.names());
    for (OnnxInput input : model.inputs()) {
      if (!unread.remove(input.name())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: expected the model's input \"%s\", got none",
                path,
                input.name()));
      }
      inputs.put(input.name(), tensor(file, input.name(), input.type()));
    }
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    for (String name : model.outputs()) {
      if (unread.remove(name)) {
        outputs.put(name, tensor(file, name, stored(file.info(name).dtype())));
      }
    }
    if (!unread.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected outputs of the model, %s, got %s",
              path,
              model.outputs(),
              unread.isEmpty() ? "none" : unread));
    }
    return new OnnxValues(inputs, outputs);
  }

  private static ElementType stored(DataType type) {
    if (type == DataType.F64) {
      return ElementType.DOUBLE;
    }
    return type.isFloat() ? ElementType.FLOAT : ElementType.INT64;
  }

  private static HostTensor tensor(SafetensorsFile file, String name, ElementType type) {
    TensorInfo info = file.info(name);
    int[] shape = info.shape().stream().mapToInt(Math::toIntExact).toArray();
    if (!type.isReal()) {
      return HostTensor.integers(type, file.longs(name), shape);
    }
    double[] values = file.doubles(name);
    if (type == ElementType.DOUBLE) {
      return HostTensor.doubles(values, shape);
    }
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return HostTensor.floats(type, floats, shape);
  }

  /** The contents of a file that {@link #read} can read. */
  SafetensorsWriter contents() {
    Map<String, HostTensor> all = new LinkedHashMap<>(inputs);
    all.putAll(outputs);
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Map.Entry<String, HostTensor> entry : all.entrySet()) {
      writer = add(writer, entry.getKey(), entry.getValue());
    }
    return writer;
  }

  private static SafetensorsWriter add(SafetensorsWriter writer, String name, HostTensor tensor) {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return switch (tensor.type()) {
      case FLOAT -> writer.withFloats(name, tensor.floats(), shape);
      case DOUBLE -> writer.withDoubles(name, tensor.doubles(), shape);
      case FLOAT16 -> writer.withFloat16(name, tensor.floats(), shape);
      case BFLOAT16 -> writer.withBfloat16(name, tensor.floats(), shape);
      default -> writer.withLongs(name, tensor.integers(), shape);
    };
  }
}
