package dev.sluice.cell;

/** Which bias vectors a cell has. */
public enum Biases {
  /** None. */
  NONE,
  /** One per gate, {@code biasIh}, as in the article. */
  SINGLE,
  /** Two per gate, {@code biasIh} and {@code biasHh}, as in PyTorch and cuDNN. */
  DOUBLE
}
