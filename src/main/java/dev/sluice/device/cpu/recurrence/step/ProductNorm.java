package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * The normalisation of one product of a cell: {@code gates += gain (.) norm(product)}. The product
 * lies in an array {@code [gate rows, gateStride]} like the gates.
 */
public final class ProductNorm {
  private final SpanKernels spans;
  private final LayerNorm norm;
  private final CellParameter gain;
  private final int gateStride;
  private final int first;

  /**
   * @param gain the parameter of the gains
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
   * The product becomes its norm, which is added to the gates.
   *
   * @param deviations receive one value per row of gates
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

  /** The product's norm becomes the gradient of the product, from the gradients of the gates. */
  public void backward(
      StepFrame f, float[] product, float[] deviations, int from, int rows, PackedWeights weights) {
    float[] gains = weights.vectors().of(gain);
    float[] dGains = f.vectorGradients.of(gain);
    for (int row = from; row < from + rows; row++) {
      int at = row * gateStride + first;
      spans.addProduct(f.gates, at, product, at, dGains, first, norm.length());
      spans.product(f.gates, at, gains, first, f.scratch, 0, norm.length());
      norm.backward(f.scratch, 0, product, at, deviations[row]);
      System.arraycopy(f.scratch, 0, product, at, norm.length());
    }
  }
}
