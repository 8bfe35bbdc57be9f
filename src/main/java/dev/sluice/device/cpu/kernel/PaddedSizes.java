package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Cell;

/**
 * The sizes of a cell's buffers. Blocks of gates are padded to whole vectors and rows of states to
 * whole panels, so that no inner loop has a remainder. What padding holds is finite and never used.
 */
public final class PaddedSizes {
  /** Floats: rows that are a multiple of 512 bytes apart. */
  private static final int ALIASED = 128;

  public final int input;
  public final int hidden;

  /** P, the units of h. */
  public final int output;

  /** Units of one block of gates. */
  public final int block;

  /** From one row of c, or of any other state of H units, to the next. */
  public final int stateStride;

  /** From one row of h to the next. */
  public final int hiddenStride;

  /** From one row of gates to the next. */
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

  /** The end of the last panel of a product into these blocks. */
  private int end(GateLayout.Blocks blocks, Kernels kernels) {
    return blocks.first() * block + roundUp(blocks.gates().length * block, kernels.panelWidth());
  }

  /**
   * A stride for rows that are read side by side: rows a power of two apart would share a few sets
   * of the cache and drive each other out.
   */
  static int spread(int stride, Kernels kernels) {
    return stride % ALIASED == 0 ? stride + kernels.lanes() : stride;
  }

  public static int roundUp(int value, int multiple) {
    return Math.multiplyExact((value + multiple - 1) / multiple, multiple);
  }
}
