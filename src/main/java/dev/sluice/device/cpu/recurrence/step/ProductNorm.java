package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * The layer normalization of one product of a cell: {@code gates += gain (.) norm(product)}. The
 * product is in an array {@code [gate rows, gateStride]} with the layout of the gates.
 */
public final class ProductNorm {
  private final SpanKernels spans;
  private final LayerNorm norm;
  private final CellParameter gain;
  private final int gateStride;
  private final int first;

  /**
   * Creates the normalization of a product.
   *
   * @param gain the role of the gains
   */
  public ProductNorm(Kernels kernels, PaddedSizes size, GateLayout layout, CellParameter gain) {
    GateLayout.Blocks blocks = layout.blocksOf(gain);
    this.spans = kernels.spans();
    this.norm = new LayerNorm(kernels, size, blocks.gates().length);
    this.gain = gain;
    this.gateStride = size.gateStride;
    this.first = blocks.first() * size.block;
  }

  /**
   * Replaces the product by its normalized value, and adds it, times the gains, to the gates.
   *
   * @param deviations receives 1 / standard deviation of each row of gates
   */
  public void forward(
      StepFrame f, float[] product, float[] deviations, int from, int rows, PackedWeights weights) {
    float[] gains = weights.vectors().of(gain);
    for (int row = from; row < from + rows; row++) {
      int at = row * gateStride + first;
      deviations[row] = norm.forward(product, at);
      spans.addProduct(gains, first, product, at, f.gates, at, norm.length());
    }
  }

  /**
   * Replaces the normalized product by the gradient of the product, computed from the gradients of
   * the gates.
   */
  public void backward(
      StepFrame f, float[] product, float[] deviations, int from, int rows, PackedWeights weights) {
    float[] gains = weights.vectors().of(gain);
    float[] dGains = f.vectorGradients().of(gain);
    for (int row = from; row < from + rows; row++) {
      int at = row * gateStride + first;
      spans.addProduct(f.gates, at, product, at, dGains, first, norm.length());
      spans.product(f.gates, at, gains, first, f.scratch, 0, norm.length());
      norm.backward(f.scratch, 0, product, at, deviations[row]);
      System.arraycopy(f.scratch, 0, product, at, norm.length());
    }
  }
}
