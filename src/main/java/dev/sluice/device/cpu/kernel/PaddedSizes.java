package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Cell;

/**
 * The sizes of a cell's buffers, with padding. Blocks of gates are padded to whole vectors and rows
 * of states to whole panels, so inner loops have no remainder. Padding contains finite values that
 * no result depends on.
 */
public final class PaddedSizes {
  /** A distance of rows, in floats, at which they share cache sets: 512 bytes. */
  private static final int ALIASED = 128;

  /** I, the input features. */
  public final int input;

  /** H, the hidden units. */
  public final int hidden;

  /** P, the features of h. */
  public final int output;

  /** The units of one block of gates: H padded to whole vectors. */
  public final int block;

  /** The distance of two rows of c, or of any other state of H units. */
  public final int stateStride;

  /** The distance of two rows of h. */
  public final int hiddenStride;

  /** The distance of two rows of gates. */
  public final int gateStride;

  public PaddedSizes(Cell cell, GateLayout layout, Kernels kernels) {
    input = cell.inputSize();
    hidden = cell.hiddenSize();
    output = cell.outputSize();
    block = roundUp(hidden, kernels.lanes());
    stateStride = spread(roundUp(hidden, kernels.panelWidth()), kernels);
    hiddenStride = spread(roundUp(output, kernels.panelWidth()), kernels);
    int widest = end(layout.input(), kernels);
    for (GateLayout.RecurrentProduct product : layout.recurrent()) {
      widest = Math.max(widest, end(product.blocks(), kernels));
    }
    gateStride = spread(Math.max(widest, layout.count() * block), kernels);
  }

  /** The end of the last panel of a product that is written to these blocks. */
  private int end(GateLayout.Blocks blocks, Kernels kernels) {
    return blocks.first() * block + roundUp(blocks.gates().length * block, kernels.panelWidth());
  }

  /**
   * Enlarges a stride if needed. Rows at a distance of a power of two share a few sets of the cache
   * and evict each other.
   */
  static int spread(int stride, Kernels kernels) {
    return stride % ALIASED == 0 ? stride + kernels.lanes() : stride;
  }

  /** Rounds up to a multiple. */
  public static int roundUp(int value, int multiple) {
    return Math.multiplyExact((value + multiple - 1) / multiple, multiple);
  }
}
