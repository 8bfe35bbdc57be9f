package dev.sluice.device.cpu;

/**
 * The arrays that one step of a cell works on, for the gate kernels. A state has rows {@code
 * stateStride} apart beginning at its {@code ...At}; gates and slopes have rows {@code gateStride}
 * apart, each with blocks of {@code block} units in the order of {@link GateLayout}.
 */
final class StepFrame {
  /** Live rows. */
  int rows;

  int block;
  int stateStride;
  int gateStride;

  /** Pre-activations, then gates, then on the way back their gradients. */
  float[] gates;

  int gatesAt;

  float[] previousHidden;
  int previousHiddenAt;
  float[] hidden;
  float[] cell;
  float[] previousCell;
  int previousCellAt;

  /** The LSTM's activated cell state; the GRU's reset hidden state. */
  float[] inner;

  /** Where this step's rows of {@link #hidden}, {@link #cell} and {@link #inner} begin. */
  int stateAt;

  /** Gradients of the step's states, from row 0 on; replaced by those of the step before. */
  float[] dHidden;

  float[] dCell;

  /** Derivatives of the gates' activations, from row 0 on, {@code gateStride} apart. */
  float[] slopes;

  /** Derivatives of the cell's output activation, or gradients of the reset hidden state. */
  float[] innerSlopes;
}
