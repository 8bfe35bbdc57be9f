package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Elementwise;
import dev.sluice.device.Tensor;
import java.util.Locale;

/**
 * Argument checks for backends: tensors of any rank and the arguments of {@link Elementwise}.
 * Tensors with a known shape are checked by {@link Tensor#require}. Each check throws an {@link
 * IllegalArgumentException} that names the argument, the expected and the actual value.
 */
public final class ArgumentChecks {

  private ArgumentChecks() {}

  /** Checks a {@code FLOAT32} tensor of any shape. */
  public static void floats(String name, Tensor tensor) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %s, got %s", name, DType.FLOAT32, tensor.layout()));
    }
  }

  /** Checks a {@code FLOAT32} tensor of any shape with {@code count} elements. */
  public static void floats(String name, Tensor tensor, long count) {
    counted(name, tensor, DType.FLOAT32, count);
  }

  /** Checks an {@code INT32} tensor of any shape with {@code count} elements. */
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

  /** Checks that an integer is from {@code min} to {@code max}, both included. */
  public static void within(String name, int value, int min, int max) {
    Require.between(name, min, max, value);
  }

  /** Checks the rate of {@link Elementwise#dropout}. */
  public static void dropoutRate(float rate) {
    Require.fraction("rate", rate);
  }

  /** Checks the arguments of {@link Elementwise#lockedDropout}. */
  public static void lockedDropout(Tensor x, float rate, Tensor y) {
    x.require("x", DType.FLOAT32, -1, -1, -1);
    y.require("y", DType.FLOAT32, x.shape().sizes());
    dropoutRate(rate);
  }

  /** Checks the arguments of {@link Elementwise#copyColumns}. */
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
