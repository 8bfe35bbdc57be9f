package dev.sluice.device.cpu.kernel;

/**
 * The arrays of one timestep of a cell, as the gate kernels use them. The rows of a state of H
 * units are {@code stateStride} apart, those of the hidden state {@code hiddenStride}, those of
 * gates and derivatives {@code gateStride}. The first row of an array is at the field with the
 * suffix {@code At}. Rows of gates consist of blocks of {@code block} units, in the order of {@link
 * GateLayout}.
 *
 * <p>Some arrays differ only for cells with a certain option. For other cells such a field holds
 * the same array as the field that its comment names.
 */
public final class StepFrame {
  /** The number of active rows: those whose length is larger than this step. */
  public int rows;

  /** The first active row, among the packed rows of all timesteps. */
  public int packedRow;

  /** The first active row, among the rows of gates. */
  public int gateRow;

  public int block;
  public int stateStride;
  public int hiddenStride;
  public int gateStride;

  /**
   * The pre-activations, later the gates, and in the backward pass the gradients of the
   * pre-activations.
   */
  public float[] gates;

  public int gatesAt;

  /** The product with x. The same array as {@link #gates}, except with layer normalization. */
  public float[] inputProduct;

  /** The product with h. The same array as {@link #gates}, except with layer normalization. */
  public float[] hiddenProduct;

  public float[] previousHidden;
  public int previousHiddenAt;

  /** h of this timestep. */
  public float[] hidden;

  /** The position of the first row of this timestep in {@link #hidden}. */
  public int hiddenAt;

  /** The m of an LSTM. The same array as {@link #hidden}, except with a projection. */
  public float[] output;

  /** c as the equations of the cell give it. */
  public float[] cell;

  /** c as the next timestep reads it. The same array as {@link #cell}, except with zoneout. */
  public float[] carriedCell;

  public float[] previousCell;
  public int previousCellAt;

  /** The activated cell state of an LSTM, or the reset hidden state of a GRU. */
  public float[] inner;

  /**
   * The position of the first row of this timestep in {@link #output}, {@link #cell} and {@link
   * #inner}.
   */
  public int stateAt;

  /** The normalized {@link #cell}. */
  public float[] normedCell;

  /**
   * 1 / standard deviation of each packed row of {@link #inputProduct}; the next two fields belong
   * to {@link #hiddenProduct} and {@link #cell}.
   */
  public float[] inputDeviations;

  public float[] hiddenDeviations;
  public float[] cellDeviations;

  /** k of zoneout for h (and for c in the next field); null if the rate is 0. */
  public float[] keepHidden;

  public float[] keepCell;

  /**
   * The gradients of h and (next field) c, from row 0. Each timestep replaces them by those of the
   * previous timestep.
   */
  public float[] dHidden;

  public float[] dCell;

  /**
   * The gradient of {@link #output}, from row 0. The same array as {@link #dHidden}, except with a
   * projection.
   */
  public float[] dOutput;

  /**
   * The gradients of the output of the projection, for all timesteps, placed as {@link #hidden}.
   */
  public float[] dProjected;

  /**
   * The part of the gradients of h and (next field) c that zoneout passes to the previous timestep,
   * from row 0.
   */
  public float[] dKeptHidden;

  public float[] dKeptCell;

  /** The derivatives of the gate activations, from row 0; rows are {@code gateStride} apart. */
  public float[] derivatives;

  /**
   * The derivatives of the output activation of an LSTM, or the gradients of the reset hidden state
   * of a GRU.
   */
  public float[] innerDerivatives;

  /** The sums of the gradients of the element-wise parameters. */
  public ElementwiseParameters vectorGradients;

  /** A scratch array of one row of gates. */
  public float[] scratch;

  /** Sets all arrays to null. */
  public void clear() {
    gates = null;
    inputProduct = null;
    hiddenProduct = null;
    previousHidden = null;
    hidden = null;
    output = null;
    cell = null;
    carriedCell = null;
    previousCell = null;
    inner = null;
    normedCell = null;
    inputDeviations = null;
    hiddenDeviations = null;
    cellDeviations = null;
    keepHidden = null;
    keepCell = null;
    dHidden = null;
    dCell = null;
    dOutput = null;
    dProjected = null;
    dKeptHidden = null;
    dKeptCell = null;
    derivatives = null;
    innerDerivatives = null;
    vectorGradients = null;
    scratch = null;
  }
}
