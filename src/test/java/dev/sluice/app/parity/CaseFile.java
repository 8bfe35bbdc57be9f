package dev.sluice.app.parity;

import dev.sluice.oracle.Values;
import dev.sluice.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The contents of a parity file. A test can change them before it writes the file. */
final class CaseFile {
  /** Keys and values of the metadata. */
  final Map<String, String> metadata = new LinkedHashMap<>();

  /** Float tensors by name. */
  final Map<String, double[]> values = new LinkedHashMap<>();

  /** Shapes of the float tensors. */
  final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** The tensor {@code lengths}, or null. */
  long[] lengths;

  void put(String name, double[] tensor, long... shape) {
    values.put(name, tensor);
    shapes.put(name, shape);
  }

  /** Puts {@code [A][B][C]}. */
  void put(String name, double[][][] tensor) {
    put(name, Values.flat(tensor), tensor.length, tensor[0].length, tensor[0][0].length);
  }

  /** Puts {@code [A][B]}. */
  void put(String name, double[][] tensor) {
    put(name, Values.flat(tensor), tensor.length, tensor[0].length);
  }

  void remove(String name) {
    values.remove(name);
    shapes.remove(name);
  }

  /**
   * Writes the tensors as F32. The tolerance of the comparison is larger than its rounding errors.
   */
  Path write(Path path) {
    SafetensorsWriter writer = new SafetensorsWriter().withMetadata(metadata);
    for (Map.Entry<String, double[]> tensor : values.entrySet()) {
      String name = tensor.getKey();
      writer = writer.withFloats(name, Values.floats(tensor.getValue()), shapes.get(name));
    }
    if (lengths != null) {
      writer = writer.withLongs("lengths", lengths, lengths.length);
    }
    writer.write(path);
    return path;
  }

  /** Converts {@link #lengths} to int. */
  static int[] ints(long[] lengths) {
    return lengths == null ? null : Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
  }
}
