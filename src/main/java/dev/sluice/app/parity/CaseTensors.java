package dev.sluice.app.parity;

import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.TensorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a case by name, checked, and which of them nobody has asked for. */
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
   * The sizes of a tensor that must be there.
   *
   * @param dimensions what they are called, for the message
   */
  int[] sizes(String name, String... dimensions) {
    List<Long> shape = required(name).shape();
    if (shape.size() != dimensions.length
        || shape.stream().anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "%s: expected shape %s with sizes of at least 1, got %s"
              .formatted(name, Arrays.toString(dimensions), shape));
    }
    return shape.stream().mapToInt(Long::intValue).toArray();
  }

  /** The values of a tensor of F32 or F64 that must be there. */
  double[] doubles(String name, int... shape) {
    requireShape(name, shape);
    DataType type = file.info(name).dtype();
    if (type != DataType.F32 && type != DataType.F64) {
      throw new IllegalArgumentException("%s: expected F32 or F64, got %s".formatted(name, type));
    }
    unread.remove(name);
    return file.doubles(name);
  }

  /** The values of a tensor of F32 or F64 that must be there, rounded to float32. */
  float[] floats(String name, int... shape) {
    double[] values = doubles(name, shape);
    float[] rounded = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      rounded[k] = (float) values[k];
    }
    return rounded;
  }

  /** As {@link #floats}, or null where there is none of this name. */
  float[] floatsOrNull(String name, int... shape) {
    return has(name) ? floats(name, shape) : null;
  }

  /** The values of a tensor of I64 that must be there. */
  long[] longs(String name, int... shape) {
    requireShape(name, shape);
    DataType type = file.info(name).dtype();
    if (type != DataType.I64) {
      throw new IllegalArgumentException("%s: expected I64, got %s".formatted(name, type));
    }
    unread.remove(name);
    return file.longs(name);
  }

  /** Throws if there is a tensor that nobody read. */
  void refuseUnread() {
    if (!unread.isEmpty()) {
      String name = unread.iterator().next();
      throw new IllegalArgumentException(
          name.startsWith("weight_hr_")
              ? name + ": projections are not built yet"
              : name + ": unknown tensor for this cell, number of layers and directions");
    }
  }

  private TensorInfo required(String name) {
    if (!file.has(name)) {
      throw new IllegalArgumentException(name + ": expected this tensor, found none");
    }
    return file.info(name);
  }

  private void requireShape(String name, int... shape) {
    List<Long> expected = Arrays.stream(shape).asLongStream().boxed().toList();
    List<Long> actual = required(name).shape();
    if (!actual.equals(expected)) {
      throw new IllegalArgumentException(
          "%s: expected shape %s, got %s".formatted(name, expected, actual));
    }
  }
}
