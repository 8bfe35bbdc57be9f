package dev.sluice.device;

/**
 * The precision of a GPU's matrix products. Memory, weights, sums and all operations except
 * products are {@code float32} in every case. The CPU supports {@code FLOAT32} only.
 */
public enum Precision {
  /** Strict float32: operands and sums have 24 significant bits. */
  FLOAT32,
  /** The tensor cores round operands to 11 significant bits. Sums are float32. */
  TF32,
  /** Operands are rounded to bfloat16 (8 significant bits). Sums are float32. */
  BFLOAT16
}
