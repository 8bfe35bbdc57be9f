package dev.sluice.app.parity;

import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.TensorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a case by name. Checks their shapes and types, and records which tensors were
 * read.
 */
final class CaseTensors {
  private final SafetensorsFile file;
  private final Set<String> unread;

  CaseTensors(SafetensorsFile file) {
    this.file = file;
    this.unread = new TreeSet<>(file.names());
  }

  boolean has(String name) {
    return file.has(name);
  }

  /**
   * The sizes of a required tensor.
   *
   * @param dimensions names of the dimensions, for the message
   */
  int[] sizes(String name, String... dimensions) {
    List<Long> shape = required(name).shape();
    if (shape.size() != dimensions.length
        || shape.stream().anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected shape %s with sizes of at least 1, got %s",
              name,
              Arrays.toString(dimensions),
              shape));
    }
    return shape.stream().mapToInt(Long::intValue).toArray();
  }

  /** The values of a required tensor of floats. */
  double[] doubles(String name, int... shape) {
    requireShape(name, shape);
    DataType type = file.info(name).dtype();
    if (!type.isFloat()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected F64, F32, F16 or BF16, got %s",
              name,
              file.info(name).dtypeName()));
    }
    unread.remove(name);
    return file.doubles(name);
  }

  /** The values of a required tensor of floats, rounded to float32. */
  float[] floats(String name, int... shape) {
    double[] values = doubles(name, shape);
    float[] rounded = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      rounded[k] = (float) values[k];
    }
    return rounded;
  }

  /** As {@link #floats}; null if there is no tensor of this name. */
  float @Nullable [] floatsOrNull(String name, int... shape) {
    return has(name) ? floats(name, shape) : null;
  }

  /** The values of a required tensor of integers. */
  long[] longs(String name, int... shape) {
    requireShape(name, shape);
    DataType type = file.info(name).dtype();
    if (!type.isInteger() || type == DataType.BOOL) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected integers such as I64, got %s",
              name,
              file.info(name).dtypeName()));
    }
    unread.remove(name);
    return file.longs(name);
  }

  /** Throws if a tensor of the file was not read. */
  void refuseUnread() {
    if (!unread.isEmpty()) {
      String name = unread.iterator().next();
      throw new IllegalArgumentException(name + ": " + whyUnread(name));
    }
  }

  private static String whyUnread(String name) {
    String weight = name.startsWith("grad.") ? name.substring("grad.".length()) : name;
    if (weight.matches("weight_c[ifo]_.*")) {
      return "expected peepholes=true and an lstm for this layer and direction";
    }
    if (weight.matches("norm_(ih|hh|c)_.*|bias_c_.*")) {
      return "expected layer_norm=true and a cell for this layer and direction";
    }
    if (name.startsWith("grad.")) {
      return "expected the tensor " + weight + " and a cell that reads it, got none";
    }
    return "unknown tensor for this kind of cell, number of layers and directions";
  }

  private TensorInfo required(String name) {
    if (!file.has(name)) {
      throw new IllegalArgumentException(name + ": expected this tensor, got none");
    }
    return file.info(name);
  }

  private void requireShape(String name, int... shape) {
    List<Long> expected = Arrays.stream(shape).asLongStream().boxed().toList();
    List<Long> actual = required(name).shape();
    if (!actual.equals(expected)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected shape %s, got %s", name, expected, actual));
    }
  }
}
