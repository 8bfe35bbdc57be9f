package dev.sluice.device;

/** Matrix products. A tensor of any rank is seen as {@code [rows, columns]}, see {@link Shape}. */
public interface Products {

  /** How an operand is read. */
  enum Operand {
    /** As it is. */
    PLAIN,
    /** Transposed. */
    TRANSPOSED
  }

  /** What happens to the target. */
  enum Into {
    /** It is overwritten. */
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
   * @throws IllegalArgumentException if the sizes do not fit
   */
  void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into);
}
