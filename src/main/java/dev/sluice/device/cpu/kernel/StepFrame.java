package dev.sluice.device.cpu.kernel;

/**
 * The arrays that one step of a cell works on, for the gate kernels. A state of H units has rows
 * {@code stateStride} apart beginning at its {@code ...At}, the hidden state rows {@code
 * hiddenStride} apart; gates and derivatives have rows {@code gateStride} apart, each with blocks
 * of {@code block} units in the order of {@link GateLayout}.
 *
 * <p>What an option sets apart is an array of its own only for cells that have the option, and
 * otherwise the same array as the one it comes from.
 */
public final class StepFrame {
  /** Live rows. */
  public int rows;

  /** The first of them among the packed rows of all steps. */
  public int packedRow;

  /** The first of them among the rows of gates. */
  public int gateRow;

  public int block;
  public int stateStride;
  public int hiddenStride;
  public int gateStride;

  /** Pre-activations, then gates, then on the way back the gradients of the pre-activations. */
  public float[] gates;

  public int gatesAt;

  /** What the products with x and h give; with layer normalisation not {@link #gates}. */
  public float[] inputProduct;

  public float[] hiddenProduct;

  public float[] previousHidden;
  public int previousHiddenAt;

  /** h. */
  public float[] hidden;

  /** Where this step's rows of {@link #hidden} begin. */
  public int hiddenAt;

  /** The LSTM's m; with a projection not {@link #hidden}. */
  public float[] output;

  /** c as the cell's equations give it. */
  public float[] cell;

  /** c as it is carried to the next step; with zoneout not {@link #cell}. */
  public float[] carriedCell;

  public float[] previousCell;
  public int previousCellAt;

  /** The LSTM's activated cell state; the GRU's reset hidden state. */
  public float[] inner;

  /** Where this step's rows of {@link #output}, {@link #cell} and {@link #inner} begin. */
  public int stateAt;

  /** The normalised {@link #cell}. */
  public float[] normedCell;

  /** 1 / standard deviation of each packed row of {@link #inputProduct} and so on. */
  public float[] inputDeviations;

  public float[] hiddenDeviations;
  public float[] cellDeviations;

  /** Zoneout's k of h and c; null where the rate is 0. */
  public float[] keepHidden;

  public float[] keepCell;

  /** Gradients of the step's states, from row 0 on; replaced by those of the step before. */
  public float[] dHidden;

  public float[] dCell;

  /** Gradient of {@link #output}, from row 0 on; with a projection not {@link #dHidden}. */
  public float[] dOutput;

  /** The projection's: gradients of what it gave, like {@link #hidden}. */
  public float[] dProjected;

  /** Zoneout's: what it hands past the cell to the step before, from row 0 on. */
  public float[] dKeptHidden;

  public float[] dKeptCell;

  /** Derivatives of the gates' activations, from row 0 on, {@code gateStride} apart. */
  public float[] derivatives;

  /** Derivatives of the cell's output activation, or gradients of the reset hidden state. */
  public float[] innerDerivatives;

  /** The gradients of the parameters that act element by element, summed. */
  public ElementwiseParameters vectorGradients;

  /** One row of gates to compute in. */
  public float[] scratch;

  /** Lets go of all arrays. */
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
