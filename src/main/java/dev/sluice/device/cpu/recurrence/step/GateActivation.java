package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Activation;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import org.jspecify.annotations.Nullable;

/** The activation of neighbouring blocks of gates. */
final class GateActivation {
  private final Kernels kernels;
  private final Activation activation;
  private final @Nullable PreactivationClip clip;
  private final int firstBlock;
  private final int blocks;

  /**
   * Creates the activation of {@code blocks} blocks.
   *
   * @param bound the clipping bound of the pre-activations; 0 means no clipping
   */
  GateActivation(Kernels kernels, Activation activation, float bound, int firstBlock, int blocks) {
    this.kernels = kernels;
    this.activation = activation;
    this.clip = bound > 0 ? new PreactivationClip(kernels, activation, bound) : null;
    this.firstBlock = firstBlock;
    this.blocks = blocks;
  }

  /** Replaces pre-activations by gates. */
  void forward(StepFrame f) {
    int column = firstBlock * f.block;
    int length = blocks * f.block;
    if (clip != null) {
      clip.forward(f, column, length);
    }
    kernels.activate(activation, f.gates, f.gatesAt + column, f.gateStride, f.rows, length);
  }

  /** Computes the derivatives from the gates. */
  void derivatives(StepFrame f) {
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
    if (clip != null) {
      clip.derivatives(f, column, length);
    }
  }
}
