package dev.sluice.interop.pytorch;

import dev.sluice.safetensors.SafetensorsWriter;

/**
 * The number type of a written state dict. The name in PyTorch is the constant's name in lower
 * case.
 */
public enum FloatType {
  /** {@code torch.float32}: the exact values of the parameters. */
  FLOAT32(Float.POSITIVE_INFINITY, SafetensorsWriter::withFloats),
  /** {@code torch.float16}: rounded to nearest, ties to even. */
  FLOAT16(65520, SafetensorsWriter::withFloat16),
  /** {@code torch.bfloat16}: rounded to nearest, ties to even. */
  BFLOAT16(0x1.FFp127f, SafetensorsWriter::withBfloat16);

  private final float limit;
  private final Encoding encoding;

  FloatType(float limit, Encoding encoding) {
    this.limit = limit;
    this.encoding = encoding;
  }

  /** Adds a tensor to a file. */
  @FunctionalInterface
  private interface Encoding {
    SafetensorsWriter add(SafetensorsWriter file, String name, float[] values, long... shape);
  }

  /** Whether a number stays finite when it is rounded to this type; false for NaN. */
  boolean holds(float value) {
    return Math.abs(value) < limit;
  }

  SafetensorsWriter add(SafetensorsWriter file, String name, float[] values, long... shape) {
    return encoding.add(file, name, values, shape);
  }
}
