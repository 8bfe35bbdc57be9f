package dev.sluice.cell;

/** Which bias vectors a cell has. */
public enum Biases {
  /** None. */
  NONE,
  /** One per gate, {@code biasIh}: the article's. */
  SINGLE,
  /** Two per gate, {@code biasIh} and {@code biasHh}: PyTorch's and cuDNN's. */
  DOUBLE
}
