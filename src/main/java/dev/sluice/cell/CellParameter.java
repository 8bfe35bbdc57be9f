package dev.sluice.cell;

/**
 * The role of a parameter in its cell. In the shapes, G is the number of gates, I of input
 * features, H of hidden units and P of features of h.
 */
public enum CellParameter {
  /** {@code [G*H, I]}: multiplies the input. */
  WEIGHT_IH("weight_ih"),
  /** {@code [G*H, P]}: multiplies the previous hidden state. */
  WEIGHT_HH("weight_hh"),
  /** {@code [G*H]}: added to the product with the input. */
  BIAS_IH("bias_ih"),
  /** {@code [G*H]}: added to the product with the previous hidden state. */
  BIAS_HH("bias_hh"),
  /** {@code [P, H]}: projects the output of an LSTM to h. */
  WEIGHT_HR("weight_hr"),
  /** {@code [H]}: the peephole weights of an LSTM's input gate. */
  WEIGHT_CI("weight_ci"),
  /** {@code [H]}: the peephole weights of an LSTM's forget gate. */
  WEIGHT_CF("weight_cf"),
  /** {@code [H]}: the peephole weights of an LSTM's output gate. */
  WEIGHT_CO("weight_co"),
  /** {@code [G*H]}: the gains of layer normalization for the product with the input. */
  NORM_IH("norm_ih"),
  /**
   * {@code [G*H]}: the gains of layer normalization for the product with the previous hidden state.
   */
  NORM_HH("norm_hh"),
  /** {@code [H]}: the gains of layer normalization for an LSTM's cell state. */
  NORM_C("norm_c"),
  /** {@code [H]}: the bias of layer normalization for an LSTM's cell state. */
  BIAS_C("bias_c");

  private final String label;

  CellParameter(String label) {
    this.label = label;
  }

  /** The name of the parameter within a layer and in files, for example {@code weight_ih}. */
  public String label() {
    return label;
  }
}
