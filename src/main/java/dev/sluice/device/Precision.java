package dev.sluice.device;

/**
 * How the matrix products of a GPU are computed. Memory, weights, sums and everything that is no
 * product are {@code float32} in each case. The CPU computes in {@code FLOAT32} only.
 */
public enum Precision {
  /** Strict: operands and sums have 24 significant bits. */
  FLOAT32,
  /** Operands are rounded to 11 significant bits inside the tensor cores, sums are float32. */
  TF32,
  /** Operands are rounded to bfloat16 (8 significant bits), sums are float32. */
  BFLOAT16
}
