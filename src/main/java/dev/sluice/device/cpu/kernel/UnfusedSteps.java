package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Activation;

/**
 * The element-wise part of a timestep of the standard LSTM and GRU, as a sequence of separate
 * kernels. A fused kernel computes the same in one pass over the frame, with the same bits.
 */
final class UnfusedSteps {
  private static final Activation SIGMOID = Activation.sigmoid();
  private static final Activation TANH = Activation.tanh();

  private UnfusedSteps() {}

  /** See {@link Kernels#lstmForward}; blocks f, i, o, g. */
  static void lstmForward(Kernels kernels, StepFrame f) {
    int candidate = 3 * f.block;
    kernels.activate(SIGMOID, f.gates, f.gatesAt, f.gateStride, f.rows, candidate);
    kernels.activate(TANH, f.gates, f.gatesAt + candidate, f.gateStride, f.rows, f.block);
    kernels.lstmCell(f);
    kernels.activate(TANH, f.inner, f.stateAt, f.stateStride, f.rows, f.block);
    kernels.lstmOutput(f);
  }

  /** See {@link Kernels#lstmBackward}. */
  static void lstmBackward(Kernels kernels, StepFrame f) {
    derivatives(kernels, SIGMOID, f, 0, 3);
    derivatives(kernels, TANH, f, 3, 1);
    kernels.derivative(
        TANH, f.inner, f.stateAt, f.innerDerivatives, 0, f.stateStride, f.rows, f.block);
    kernels.lstmGradients(f);
  }

  /** See {@link Kernels#gruForward}; blocks n, r, z, q. */
  static void gruForward(Kernels kernels, StepFrame f, boolean keeps) {
    int gates = f.gatesAt + f.block;
    kernels.activate(SIGMOID, f.gates, gates, f.gateStride, f.rows, 2 * f.block);
    kernels.gruResetAfter(f);
    kernels.activate(TANH, f.gates, f.gatesAt, f.gateStride, f.rows, f.block);
    kernels.gruHidden(f, keeps);
  }

  /** See {@link Kernels#gruBackward}. */
  static void gruBackward(Kernels kernels, StepFrame f, boolean keeps) {
    derivatives(kernels, TANH, f, 0, 1);
    derivatives(kernels, SIGMOID, f, 1, 2);
    kernels.gruHiddenGradients(f, keeps);
    kernels.gruResetAfterGradients(f);
  }

  private static void derivatives(
      Kernels kernels, Activation activation, StepFrame f, int firstBlock, int blocks) {
    int column = firstBlock * f.block;
    int length = blocks * f.block;
    kernels.derivative(
        activation,
        f.gates,
        f.gatesAt + column,
        f.derivatives,
        column,
        f.gateStride,
        f.rows,
        length);
  }
}
