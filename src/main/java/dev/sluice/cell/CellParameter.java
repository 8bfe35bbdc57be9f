package dev.sluice.cell;

/** The roles of a cell's parameters; G gates, I inputs, H hidden units. */
public enum CellParameter {
  /** {@code [G*H, I]}: multiplies the input. */
  WEIGHT_IH("weight_ih"),
  /** {@code [G*H, H]}: multiplies the previous hidden state. */
  WEIGHT_HH("weight_hh"),
  /** {@code [G*H]}: added to the product with the input. */
  BIAS_IH("bias_ih"),
  /** {@code [G*H]}: added to the product with the previous hidden state. */
  BIAS_HH("bias_hh");

  private final String label;

  CellParameter(String label) {
    this.label = label;
  }

  /** The name within a layer and on disk, for example {@code weight_ih}. */
  public String label() {
    return label;
  }
}
