package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * The element-wise part of the cells as plain loops; see {@link Kernels} for each method. The loops
 * go through the rows of a frame, and through each row in parts that fit into {@link
 * PlainOperands}. An instance represents the current part. Each thread has its own instance.
 */
final class PlainGates {
  private static final ThreadLocal<PlainGates> OF_THREAD = ThreadLocal.withInitial(PlainGates::new);

  /** Between two runs: an instance does not keep the arrays of the last frame. */
  private static final StepFrame NO_FRAME = new StepFrame();

  private final PlainOperands operands = PlainOperands.ofThread();

  private StepFrame frame = NO_FRAME;
  private int row;
  private int first;
  private int count;

  private PlainGates() {}

  /** The work on one part. */
  interface Loop {
    void run(PlainGates part, StepFrame f);
  }

  /** Runs a loop on each part of the frame. */
  static void run(StepFrame frame, Loop loop) {
    PlainGates part = OF_THREAD.get();
    part.frame = frame;
    for (int row = 0; row < frame.rows; row++) {
      part.row = row;
      for (int first = 0; first < frame.block; first += PlainOperands.MAX_LENGTH) {
        part.first = first;
        part.count = Math.min(PlainOperands.MAX_LENGTH, frame.block - first);
        part.operands.clear();
        loop.run(part, frame);
      }
    }
    part.frame = NO_FRAME;
  }

  void lstmCell(StepFrame f) {
    float[] c = loadState(f.previousCell, f.previousCellAt);
    PlainOperands.product(loadGate(0), c, c, count);
    PlainOperands.addProduct(loadGate(1), loadGate(3), c, count);
    storeState(c, f.cell, f.stateAt);
    storeState(c, f.inner, f.stateAt);
  }

  void lstmOutput(StepFrame f) {
    float[] output = loadGate(2);
    PlainOperands.product(loadState(f.inner, f.stateAt), output, output, count);
    storeState(output, f.output, f.stateAt);
  }

  void lstmGradients(StepFrame f) {
    float[] dInner = outputGradients(f);
    float[] dCell = loadState(f.dCell, 0);
    PlainOperands.addScaled(1, dInner, dCell, count);
    cellGradients(f, dCell);
  }

  void lstmOutputGradients(StepFrame f) {
    storeState(outputGradients(f), f.innerDerivatives, 0);
  }

  void lstmCellGradients(StepFrame f) {
    cellGradients(f, loadState(f.dCell, 0));
  }

  /**
   * Replaces block o by its gradient. Returns the gradient with respect to the input of the output
   * activation.
   */
  private float[] outputGradients(StepFrame f) {
    float[] dOutput = loadState(f.dOutput, 0);
    float[] dInner = loadState(f.innerDerivatives, 0);
    PlainOperands.product(dOutput, loadGate(2), dInner, dInner, count);
    float[] dGate = loadDerivative(2);
    PlainOperands.product(dOutput, loadState(f.inner, f.stateAt), dGate, dGate, count);
    storeGate(dGate, 2);
    return dInner;
  }

  private void cellGradients(StepFrame f, float[] dCell) {
    float[] dForget = loadDerivative(0);
    float[] previous = loadState(f.previousCell, f.previousCellAt);
    PlainOperands.product(dCell, previous, dForget, dForget, count);
    float[] dInput = loadDerivative(1);
    PlainOperands.product(dCell, loadGate(3), dInput, dInput, count);
    float[] dCandidate = loadDerivative(3);
    PlainOperands.product(dCell, loadGate(1), dCandidate, dCandidate, count);
    PlainOperands.product(loadGate(0), dCell, dCell, count);
    storeState(dCell, f.dCell, 0);
    storeGate(dForget, 0);
    storeGate(dInput, 1);
    storeGate(dCandidate, 3);
  }

  void gruResetAfter(StepFrame f) {
    float[] n = loadGate(0);
    PlainOperands.addProduct(loadGate(1), loadGate(3), n, count);
    storeGate(n, 0);
  }

  void gruResetAfterGradients(StepFrame f) {
    float[] dN = loadGate(0);
    float[] dReset = loadDerivative(1);
    PlainOperands.product(dN, loadGate(3), dReset, dReset, count);
    PlainOperands.product(loadGate(1), dN, dN, count);
    storeGate(dReset, 1);
    storeGate(dN, 3);
  }

  void gruResetBefore(StepFrame f) {
    float[] inner = loadGate(1);
    PlainOperands.product(loadState(f.previousHidden, f.previousHiddenAt), inner, inner, count);
    storeState(inner, f.inner, f.stateAt);
  }

  void gruResetBeforeGradients(StepFrame f) {
    float[] dInner = loadState(f.innerDerivatives, 0);
    float[] dHidden = loadState(f.dHidden, 0);
    PlainOperands.addProduct(dInner, loadGate(1), dHidden, count);
    float[] dReset = loadDerivative(1);
    float[] previous = loadState(f.previousHidden, f.previousHiddenAt);
    PlainOperands.product(dInner, previous, dReset, dReset, count);
    storeState(dHidden, f.dHidden, 0);
    storeGate(dReset, 1);
  }

  void gruHiddenKept(StepFrame f) {
    gruHidden(f, loadState(f.previousHidden, f.previousHiddenAt), loadGate(0));
  }

  void gruHiddenAdmitted(StepFrame f) {
    gruHidden(f, loadGate(0), loadState(f.previousHidden, f.previousHiddenAt));
  }

  /**
   * {@code h' = closed + z (open - closed)}: open is the value for z = 1, closed the value for z =
   * 0.
   */
  private void gruHidden(StepFrame f, float[] open, float[] closed) {
    PlainOperands.difference(open, closed, open, count);
    PlainOperands.addProduct(loadGate(2), open, closed, count);
    storeState(closed, f.hidden, f.stateAt);
  }

  void gruHiddenKeptGradients(StepFrame f) {
    float[] previous = loadState(f.previousHidden, f.previousHiddenAt);
    float[] dHidden = loadState(f.dHidden, 0);
    float[] open = loadGate(2);
    updateGradient(previous, loadGate(0), dHidden);
    PlainOperands.product(dHidden, open, open, count);
    PlainOperands.difference(dHidden, open, dHidden, count);
    candidateGradient(dHidden);
    storeState(open, f.dHidden, 0);
  }

  void gruHiddenAdmittedGradients(StepFrame f) {
    float[] previous = loadState(f.previousHidden, f.previousHiddenAt);
    float[] dHidden = loadState(f.dHidden, 0);
    float[] open = loadGate(2);
    updateGradient(loadGate(0), previous, dHidden);
    PlainOperands.product(dHidden, open, open, count);
    PlainOperands.difference(dHidden, open, dHidden, count);
    candidateGradient(open);
    storeState(dHidden, f.dHidden, 0);
  }

  /** Replaces block z by its gradient. */
  private void updateGradient(float[] open, float[] closed, float[] dHidden) {
    PlainOperands.difference(open, closed, open, count);
    float[] dUpdate = loadDerivative(2);
    PlainOperands.product(dHidden, open, dUpdate, dUpdate, count);
    storeGate(dUpdate, 2);
  }

  /** Replaces block n by its gradient, computed from the gradient of the candidate. */
  private void candidateGradient(float[] dCandidate) {
    float[] dN = loadDerivative(0);
    PlainOperands.product(dCandidate, dN, dN, count);
    storeGate(dN, 0);
  }

  void rnnGradients(StepFrame f) {
    candidateGradient(loadState(f.dHidden, 0));
  }

  private float[] loadGate(int block) {
    return operands.load(frame.gates, gateAt(block), count);
  }

  private void storeGate(float[] values, int block) {
    System.arraycopy(values, 0, frame.gates, gateAt(block), count);
  }

  private int gateAt(int block) {
    return frame.gatesAt + row * frame.gateStride + block * frame.block + first;
  }

  private float[] loadDerivative(int block) {
    return operands.load(
        frame.derivatives, row * frame.gateStride + block * frame.block + first, count);
  }

  /**
   * Copies a part of a state.
   *
   * @param at the position of row 0 of the state
   */
  private float[] loadState(float[] state, int at) {
    return operands.load(state, at + row * frame.stateStride + first, count);
  }

  private void storeState(float[] values, float[] state, int at) {
    System.arraycopy(values, 0, state, at + row * frame.stateStride + first, count);
  }
}
