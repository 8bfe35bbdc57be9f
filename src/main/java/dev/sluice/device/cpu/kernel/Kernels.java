package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;

/**
 * The innermost loops, with two implementations: the Vector API and plain loops. A span is a part
 * of an array with an offset and a length that is a multiple of {@link #lanes}. Matrices are
 * row-major with a given stride.
 */
public interface Kernels {

  /** The unit of padding: every span and every row of H units is padded to a multiple of it. */
  int lanes();

  /** The number of columns of a panel of a right operand; a multiple of {@link #lanes}. */
  int panelWidth();

  /** The number of rows of a panel of a left operand of {@link #multiplyPanels}. */
  int panelHeight();

  /** A description in one line for people. */
  String description();

  /** The kernels for spans of any length, for the options of cells. */
  SpanKernels spans();

  /**
   * Allocates a right operand that is packed once and multiplied many times.
   *
   * @param parts the number of parts into which threads divide its columns, if it has enough panels
   */
  PackedMatrix matrix(int depth, int columns, int parts);

  /**
   * {@code C[rows, n] = A[rows, depth] B}, or {@code +=} if {@code accumulate}. B is stored in
   * panels {@code [panel][depth][panelWidth]}; column j of panel p is column {@code p * panelWidth
   * + j} of C.
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
   * {@code C += Aᵀ B} with both operands in panels over a common depth. The panels of A are {@code
   * [depth][panelHeight]} and those of B {@code [depth][panelWidth]}, stored one after another. C
   * is stored in panels {@code [rows][panelWidth]}, so it is read and written front to back.
   *
   * @param heightPanels the number of panels of A; C has {@code heightPanels * panelHeight} rows
   * @param widthPanels the number of panels of B and of C
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

  /** {@code b += factor * a}. Accepts spans of any length. */
  void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length);

  /**
   * {@code a = act(a)} for {@code rows} spans of {@code length} elements at a distance of {@code
   * stride}.
   */
  void activate(Activation activation, float[] a, int offset, int stride, int rows, int length);

  /**
   * {@code d = act'(x)}, computed from the outputs {@code y = act(x)}. Both have the same stride.
   */
  void derivative(
      Activation activation,
      float[] y,
      int yOffset,
      float[] d,
      int dOffset,
      int stride,
      int rows,
      int length);

  /**
   * {@code c' = f c + i g}. c' is also copied to the inner state of the frame. Blocks f, i, o, g.
   */
  void lstmCell(StepFrame frame);

  /** {@code output = o inner}. */
  void lstmOutput(StepFrame frame);

  /**
   * Computes the gradients of all gates from dOutput, dCell and the derivatives. Each gate block is
   * replaced by its gradient, and dCell by the gradient of the previous c. Same as {@link
   * #lstmOutputGradients} followed by {@link #lstmCellGradients}.
   */
  void lstmGradients(StepFrame frame);

  /**
   * Replaces block o by its gradient, and innerDerivatives by the gradient with respect to the
   * input of the output activation. Reads dOutput and the derivatives.
   */
  void lstmOutputGradients(StepFrame frame);

  /**
   * Replaces blocks f, i and g by their gradients, and dCell by the gradient of the previous c.
   * Reads dCell, which must be complete, and the derivatives.
   */
  void lstmCellGradients(StepFrame frame);

  /**
   * Computes the gates, c, the inner state and {@code output} from the pre-activations, for sigmoid
   * gates and a tanh candidate and output activation. The bits are those of {@link
   * UnfusedSteps#lstmForward}.
   */
  default void lstmForward(StepFrame frame) {
    UnfusedSteps.lstmForward(this, frame);
  }

  /** The backward pass of {@link #lstmForward}: {@link #lstmGradients} with its derivatives. */
  default void lstmBackward(StepFrame frame) {
    UnfusedSteps.lstmBackward(this, frame);
  }

  /** {@code n += r q}: the reset after the product. Blocks n, r, z, q. */
  void gruResetAfter(StepFrame frame);

  /** {@code inner = r h}: the reset before the product. Blocks n, r, z. */
  void gruResetBefore(StepFrame frame);

  /** {@code h' = z h + (1 - z) n} if {@code keeps}, else {@code h' = (1 - z) h + z n}. */
  void gruHidden(StepFrame frame, boolean keeps);

  /**
   * Replaces blocks n and z by their gradients, and dHidden by the part of the gradient of the
   * previous h that does not flow through the gates.
   */
  void gruHiddenGradients(StepFrame frame, boolean keeps);

  /**
   * Replaces blocks r and q by their gradients, after {@link #gruHiddenGradients}; for a reset
   * after the product.
   */
  void gruResetAfterGradients(StepFrame frame);

  /**
   * Replaces block r by its gradient and adds to dHidden, after {@link #gruHiddenGradients}; for a
   * reset before the product. Reads the gradient of {@code r h} in innerDerivatives.
   */
  void gruResetBeforeGradients(StepFrame frame);

  /**
   * Computes the gates and h' from the pre-activations, for a reset after the product, sigmoid
   * gates and a tanh candidate. The bits are those of {@link UnfusedSteps#gruForward}.
   */
  default void gruForward(StepFrame frame, boolean keeps) {
    UnfusedSteps.gruForward(this, frame, keeps);
  }

  /** The backward pass of {@link #gruForward}. */
  default void gruBackward(StepFrame frame, boolean keeps) {
    UnfusedSteps.gruBackward(this, frame, keeps);
  }

  /**
   * {@code b = 0} where the uniform number of the bits is below the rate, else {@code b = a / (1 -
   * rate)}. Accepts spans of any length.
   */
  void dropout(float rate, int[] bits, float[] a, int aOffset, float[] b, int bOffset, int length);

  /**
   * Updates a running maximum: where {@code a} is larger than {@code b}, or is the first NaN,
   * {@code b = a} and {@code steps = step}. Accepts spans of any length.
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

  /**
   * Sums the squares of each block of {@code size} elements in double precision, where squares of
   * floats cannot overflow. Element i of a block is added to partial sum {@code i % 4}, elements
   * after the last multiple of 4 to partial sum 0; a block's sum is {@code s0 + s1 + (s2 + s3)}.
   * This order makes all implementations give the same bits.
   *
   * @param from the first element of the first block
   * @param to the end of the last block, which may be shorter
   * @param sums receives the sum of block k at {@code first + k}
   */
  void sumsOfSquares(float[] a, int from, int to, int size, double[] sums, int first);

  /** Draws numbers of a stream, as {@link Philox#bits} does. */
  void randomBits(RandomStream stream, long first, int count, int[] target);

  /** {@code gates = dHidden derivatives}. */
  void rnnGradients(StepFrame frame);
}
