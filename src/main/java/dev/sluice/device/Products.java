package dev.sluice.device;

/**
 * Matrix products. A tensor of any rank is viewed as a matrix {@code [rows, columns]}, see {@link
 * Shape}.
 */
public interface Products {

  /** The way an operand is read. */
  enum Operand {
    /** Not transposed. */
    PLAIN,
    /** Transposed. */
    TRANSPOSED
  }

  /** The way the product is written to the target. */
  enum Into {
    /** The product overwrites the target. */
    OVERWRITE,
    /** The product is added to it. */
    ADD
  }

  /**
   * {@code c = op(a) op(b)}, or {@code c += op(a) op(b)}.
   *
   * @param a {@code [M, K]}, or {@code [K, M]} if transposed
   * @param b {@code [K, N]}, or {@code [N, K]} if transposed
   * @param c {@code [M, N]}; must not share memory with a or b
   * @throws IllegalArgumentException if the shapes do not match
   */
  void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into);
}
