package dev.sluice.device.cpu.kernel;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of one timestep of a cell, as the gate kernels use them. The rows of a state of H
 * units are {@code stateStride} apart, those of the hidden state {@code hiddenStride}, those of
 * gates and derivatives {@code gateStride}. The first row of an array is at the field with the
 * suffix {@code At}. Rows of gates consist of blocks of {@code block} units, in the order of {@link
 * GateLayout}.
 *
 * <p>Some arrays differ only for cells with a certain option. For other cells such a field holds
 * the same array as the field that its comment names. An array that the cell has no use for is
 * {@link #NONE}.
 */
public final class StepFrame {
  /** In the place of an array: none. */
  public static final float[] NONE = {};

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
  public float[] gates = NONE;

  public int gatesAt;

  /** The product with x. The same array as {@link #gates}, except with layer normalization. */
  public float[] inputProduct = NONE;

  /** The product with h. The same array as {@link #gates}, except with layer normalization. */
  public float[] hiddenProduct = NONE;

  public float[] previousHidden = NONE;
  public int previousHiddenAt;

  /** h of this timestep. */
  public float[] hidden = NONE;

  /** The position of the first row of this timestep in {@link #hidden}. */
  public int hiddenAt;

  /** The m of an LSTM. The same array as {@link #hidden}, except with a projection. */
  public float[] output = NONE;

  /** c as the equations of the cell give it. */
  public float[] cell = NONE;

  /** c as the next timestep reads it. The same array as {@link #cell}, except with zoneout. */
  public float[] carriedCell = NONE;

  public float[] previousCell = NONE;
  public int previousCellAt;

  /** The activated cell state of an LSTM, or the reset hidden state of a GRU. */
  public float[] inner = NONE;

  /**
   * The position of the first row of this timestep in {@link #output}, {@link #cell} and {@link
   * #inner}.
   */
  public int stateAt;

  /** The normalized {@link #cell}. */
  public float[] normedCell = NONE;

  /**
   * 1 / standard deviation of each packed row of {@link #inputProduct}; the next two fields belong
   * to {@link #hiddenProduct} and {@link #cell}.
   */
  public float[] inputDeviations = NONE;

  public float[] hiddenDeviations = NONE;
  public float[] cellDeviations = NONE;

  /** k of zoneout for h (and for c in the next field); null if the rate is 0. */
  public float @Nullable [] keepHidden;

  public float @Nullable [] keepCell;

  /**
   * The gradients of h and (next field) c, from row 0. Each timestep replaces them by those of the
   * previous timestep.
   */
  public float[] dHidden = NONE;

  public float[] dCell = NONE;

  /**
   * The gradient of {@link #output}, from row 0. The same array as {@link #dHidden}, except with a
   * projection.
   */
  public float[] dOutput = NONE;

  /**
   * The gradients of the output of the projection, for all timesteps, placed as {@link #hidden}.
   */
  public float[] dProjected = NONE;

  /**
   * The part of the gradients of h and (next field) c that zoneout passes to the previous timestep,
   * from row 0.
   */
  public float[] dKeptHidden = NONE;

  public float[] dKeptCell = NONE;

  /** The derivatives of the gate activations, from row 0; rows are {@code gateStride} apart. */
  public float[] derivatives = NONE;

  /**
   * The derivatives of the output activation of an LSTM, or the gradients of the reset hidden state
   * of a GRU.
   */
  public float[] innerDerivatives = NONE;

  /** The sums of the gradients of the element-wise parameters; null outside a backward pass. */
  public @Nullable ElementwiseParameters vectorGradients;

  /** The sums of the gradients of the element-wise parameters, in a backward pass. */
  public ElementwiseParameters vectorGradients() {
    return requireNonNull(vectorGradients, "only a backward pass sums gradients");
  }

  /** A scratch array of one row of gates. */
  public float[] scratch = NONE;

  /** Lets go of all arrays. */
  public void clear() {
    gates = NONE;
    inputProduct = NONE;
    hiddenProduct = NONE;
    previousHidden = NONE;
    hidden = NONE;
    output = NONE;
    cell = NONE;
    carriedCell = NONE;
    previousCell = NONE;
    inner = NONE;
    normedCell = NONE;
    inputDeviations = NONE;
    hiddenDeviations = NONE;
    cellDeviations = NONE;
    keepHidden = null;
    keepCell = null;
    dHidden = NONE;
    dCell = NONE;
    dOutput = NONE;
    dProjected = NONE;
    dKeptHidden = NONE;
    dKeptCell = NONE;
    derivatives = NONE;
    innerDerivatives = NONE;
    vectorGradients = null;
    scratch = NONE;
  }
}
