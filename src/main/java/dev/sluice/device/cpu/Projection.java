package dev.sluice.device.cpu;

/**
 * {@code h = W_hr m} of an LSTM's output m, H. Sak, A. Senior and F. Beaufays, <em>Long Short-Term
 * Memory Recurrent Neural Network Architectures for Large Scale Acoustic Modeling</em>, 2014.
 */
final class Projection {
  private final Kernels kernels;
  private final int hidden;
  private final int output;

  Projection(Kernels kernels, int hidden, int output) {
    this.kernels = kernels;
    this.hidden = hidden;
    this.output = output;
  }

  void forward(StepFrame f, PackedCell weights) {
    PackedMatrix matrix = weights.projection();
    kernels.multiply(
        f.rows,
        hidden,
        f.output,
        f.stateAt,
        f.stateStride,
        matrix.values(),
        matrix.panels(),
        f.hidden,
        f.hiddenAt,
        f.hiddenStride,
        false);
  }

  /** From dHidden to dOutput; keeps dHidden for the gradient of the weights. */
  void backward(StepFrame f, PackedCell weights) {
    PackedMatrix matrix = weights.projection();
    System.arraycopy(f.dHidden, 0, f.dProjected, f.hiddenAt, f.rows * f.hiddenStride);
    kernels.multiply(
        f.rows,
        output,
        f.dHidden,
        0,
        f.hiddenStride,
        matrix.values(),
        matrix.panels(),
        f.dOutput,
        0,
        f.stateStride,
        false);
  }
}
