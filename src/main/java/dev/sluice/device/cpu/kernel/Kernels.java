package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;

/**
 * The innermost loops, in a Vector API and a plain version. Spans begin at an offset of an array
 * and are whole multiples of {@link #lanes} long; matrices are row-major with a given stride.
 */
public interface Kernels {

  /** The unit of padding: every span and every row of H is padded to a multiple of it. */
  int lanes();

  /** The columns of one panel of a right operand; a multiple of {@link #lanes}. */
  int panelWidth();

  /** The rows of one panel of the left operand of {@link #multiplyPanels}. */
  int panelHeight();

  /** One line for people. */
  String description();

  /** The loops of the cells' options. */
  SpanKernels spans();

  /**
   * A right operand of many products, to be packed.
   *
   * @param parts into which threads may divide its columns, where it has so many panels
   */
  PackedMatrix matrix(int depth, int columns, int parts);

  /**
   * {@code C[rows, n] = A[rows, depth] B}, or {@code +=} if {@code accumulate}; column j of panel p
   * of B {@code [panel][depth][panelWidth]} is column {@code p * panelWidth + j} of C.
   */
  void multiply(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] packed,
      int packedOffset,
      int panels,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate);

  /**
   * {@code C += Aᵀ B} with both operands in panels over a common depth: A in panels {@code
   * [depth][panelHeight]}, B in panels {@code [depth][panelWidth]}, each panel's successor {@code
   * depth} rows further. C lies in panels {@code [rows][panelWidth]} as well, so that it is read
   * and written front to back.
   *
   * @param heightPanels panels of A; C has that many times panelHeight rows
   * @param widthPanels panels of B and of C
   */
  void multiplyPanels(
      int depth,
      int heightPanels,
      float[] a,
      int widthPanels,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset);

  /** {@code b += factor * a}; the one kernel that takes spans of any length. */
  void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length);

  /** {@code a = act(a)} for {@code rows} spans of {@code length}, {@code stride} apart. */
  void activate(Activation activation, float[] a, int offset, int stride, int rows, int length);

  /** {@code d = act'(x)} from the outputs {@code y = act(x)}; both have the same stride. */
  void derivative(
      Activation activation,
      float[] y,
      int yOffset,
      float[] d,
      int dOffset,
      int stride,
      int rows,
      int length);

  /** {@code c' = f c + i g}, also copied to the frame's inner state. Blocks f, i, o, g. */
  void lstmCell(StepFrame frame);

  /** {@code output = o inner}. */
  void lstmOutput(StepFrame frame);

  /**
   * From dOutput, dCell and the derivatives: gates become their gradients, dCell that of the step
   * before. The two parts below in one, where nothing comes between them.
   */
  void lstmGradients(StepFrame frame);

  /**
   * From dOutput and the derivatives: block o becomes its gradient, innerDerivatives the gradient
   * of what the output activation was given.
   */
  void lstmOutputGradients(StepFrame frame);

  /**
   * From the whole dCell and the derivatives: blocks f, i and g become their gradients, dCell that
   * of the step before.
   */
  void lstmCellGradients(StepFrame frame);

  /**
   * From pre-activations to gates, c, the inner state and {@code output}, where the gates are
   * logistic, the candidate and the inner state tanh. The bits are those of {@link
   * UnfusedSteps#lstmForward}.
   */
  default void lstmForward(StepFrame frame) {
    UnfusedSteps.lstmForward(this, frame);
  }

  /** The backward pass of {@link #lstmForward}: {@link #lstmGradients} with its derivatives. */
  default void lstmBackward(StepFrame frame) {
    UnfusedSteps.lstmBackward(this, frame);
  }

  /** {@code n += r q}, the reset after the product. Blocks n, r, z, q. */
  void gruResetAfter(StepFrame frame);

  /** {@code inner = r h}, the reset before the product. Blocks n, r, z. */
  void gruResetBefore(StepFrame frame);

  /** {@code h' = z h + (1 - z) n} if {@code keeps}, else {@code h' = (1 - z) h + z n}. */
  void gruHidden(StepFrame frame, boolean keeps);

  /**
   * From dHidden: blocks n and z become their gradients, dHidden its direct part of the step
   * before.
   */
  void gruHiddenGradients(StepFrame frame, boolean keeps);

  /** Then, reset after: blocks r and q become their gradients. */
  void gruResetAfterGradients(StepFrame frame);

  /** Then, reset before, from the gradient of r h in innerDerivatives: block r; adds to dHidden. */
  void gruResetBeforeGradients(StepFrame frame);

  /**
   * From pre-activations to gates and h', reset after the product, where r and z are logistic and n
   * tanh. The bits are those of {@link UnfusedSteps#gruForward}.
   */
  default void gruForward(StepFrame frame, boolean keeps) {
    UnfusedSteps.gruForward(this, frame, keeps);
  }

  /** The backward pass of {@link #gruForward}. */
  default void gruBackward(StepFrame frame, boolean keeps) {
    UnfusedSteps.gruBackward(this, frame, keeps);
  }

  /**
   * {@code b = 0} where the uniform number of the bits is below the rate, else {@code a / (1 -
   * rate)}.
   */
  void dropout(float rate, int[] bits, float[] a, int aOffset, float[] b, int bOffset, int length);

  /**
   * Where {@code a} is larger than {@code b}, or the first NaN: {@code b = a} and {@code steps =
   * step}; spans of any length.
   */
  void updateMaximum(
      int step,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int[] steps,
      int stepsOffset,
      int length);

  /** Numbers of a stream, as {@link Philox#bits}. */
  void randomBits(RandomStream stream, long first, int count, int[] target);

  /** {@code gates = dHidden derivatives}. */
  void rnnGradients(StepFrame frame);
}
