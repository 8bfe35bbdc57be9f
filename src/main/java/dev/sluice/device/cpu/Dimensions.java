package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;

/**
 * The sizes of a cell's buffers. Blocks of gates are padded to whole vectors and rows of states to
 * whole panels, so that no inner loop has a remainder. What padding holds is finite and never used.
 */
final class Dimensions {
  final int input;
  final int hidden;

  /** P, the units of h. */
  final int output;

  /** Units of one block of gates. */
  final int block;

  /** From one row of c, or of any other state of H units, to the next. */
  final int stateStride;

  /** From one row of h to the next. */
  final int hiddenStride;

  /** From one row of gates to the next. */
  final int gateStride;

  Dimensions(Cell cell, GateLayout layout, Kernels kernels) {
    input = cell.inputSize();
    hidden = cell.hiddenSize();
    output = cell.outputSize();
    block = roundUp(hidden, kernels.lanes());
    stateStride = roundUp(hidden, kernels.panelWidth());
    hiddenStride = roundUp(output, kernels.panelWidth());
    int widest = end(layout.input(), kernels);
    for (GateLayout.RecurrentProduct product : layout.recurrent()) {
      widest = Math.max(widest, end(product.blocks(), kernels));
    }
    gateStride = Math.max(widest, layout.count() * block);
  }

  /** The end of the last panel of a product into these blocks. */
  private int end(GateLayout.Blocks blocks, Kernels kernels) {
    return blocks.first() * block + roundUp(blocks.gates().length * block, kernels.panelWidth());
  }

  static int roundUp(int value, int multiple) {
    return Math.multiplyExact((value + multiple - 1) / multiple, multiple);
  }
}
