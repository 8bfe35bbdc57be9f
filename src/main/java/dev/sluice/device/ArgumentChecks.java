package dev.sluice.device;

import java.util.List;
import java.util.Locale;

/**
 * Checks of arguments: of values and rows that must be there, and for backends, of tensors of any
 * rank; all other checks of tensors are {@link Tensor#require}. Each throws an {@link
 * IllegalArgumentException} that names the argument, what was expected and what came.
 */
public final class ArgumentChecks {

  private ArgumentChecks() {}

  /**
   * An argument that is there.
   *
   * @return the value
   */
  public static <T> T present(String name, T value) {
    if (value == null) {
      throw absent(name);
    }
    return value;
  }

  private static IllegalArgumentException absent(String name) {
    return new IllegalArgumentException(name + ": expected a value, got null");
  }

  /**
   * Rows, and the rows within them, that are all there: {@code float[][][]} or {@code Object[]}.
   */
  public static void presentRows(String name, Object[] rows) {
    present(name, rows);
    for (int n = 0; n < rows.length; n++) {
      if (rows[n] instanceof Object[] inner) {
        presentRows(name + "[" + n + "]", inner);
      } else if (rows[n] == null) {
        throw absent(name + "[" + n + "]");
      }
    }
  }

  /** A list whose elements are all there. */
  public static void presentElements(String name, List<?> elements) {
    present(name, elements);
    int n = 0;
    for (Object element : elements) {
      if (element == null) {
        throw absent(name + "[" + n + "]");
      }
      n++;
    }
  }

  /** A {@code FLOAT32} tensor of any shape. */
  public static void floats(String name, Tensor tensor) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %s, got %s", name, DType.FLOAT32, tensor.layout()));
    }
  }

  /** A {@code FLOAT32} tensor of any shape with this many elements. */
  public static void floats(String name, Tensor tensor, long count) {
    counted(name, tensor, DType.FLOAT32, count);
  }

  /** An {@code INT32} tensor of any shape with this many elements. */
  public static void ints(String name, Tensor tensor, long count) {
    counted(name, tensor, DType.INT32, count);
  }

  private static void counted(String name, Tensor tensor, DType dtype, long count) {
    if (tensor.dtype() != dtype || tensor.shape().elements() != count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %s with %d elements, got %s",
              name,
              dtype,
              count,
              tensor.layout()));
    }
  }

  /** An integer argument of {@code least .. most}. */
  public static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %d to %d, got %d", name, least, most, value));
    }
  }

  /** The rate of {@link Elementwise#dropout}. */
  public static void dropoutRate(float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate: expected 0 to below 1, got " + rate);
    }
  }

  /** The arguments of {@link Elementwise#lockedDropout}. */
  public static void lockedDropout(Tensor x, float rate, Tensor y) {
    x.require("x", DType.FLOAT32, -1, -1, -1);
    y.require("y", DType.FLOAT32, x.shape().sizes());
    dropoutRate(rate);
  }

  /** The arguments of {@link Elementwise#copyColumns}. */
  public static void columns(
      Tensor source, int sourceOffset, Tensor target, int targetOffset, int width) {
    floats("source", source);
    floats("target", target);
    int rows = source.shape().rows();
    int sourceColumns = source.shape().columns();
    int targetColumns = target.shape().columns();
    if (source == target) {
      throw new IllegalArgumentException("target: expected another tensor than source");
    }
    if (target.shape().rows() != rows) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "target: expected %d rows, got %s", rows, target.layout()));
    }
    within("width", width, 0, Math.min(sourceColumns, targetColumns));
    within("sourceOffset", sourceOffset, 0, sourceColumns - width);
    within("targetOffset", targetOffset, 0, targetColumns - width);
  }
}
