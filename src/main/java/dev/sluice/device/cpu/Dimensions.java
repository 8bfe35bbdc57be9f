package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;

/**
 * The sizes of a cell's buffers. Blocks of gates are padded to whole vectors and rows of states to
 * whole panels, so that no inner loop has a remainder. What padding holds is never used.
 */
final class Dimensions {
  final int input;
  final int hidden;

  /** Units of one block of gates. */
  final int block;

  /** From one row of a state to the next. */
  final int stateStride;

  /** From one row of gates to the next. */
  final int gateStride;

  Dimensions(Cell cell, GateLayout layout, Kernels kernels) {
    input = cell.inputSize();
    hidden = cell.hiddenSize();
    block = roundUp(hidden, kernels.lanes());
    stateStride = roundUp(hidden, kernels.panelWidth());
    int widest = roundUp(layout.inputGates().length * block, kernels.panelWidth());
    for (GateLayout.RecurrentProduct product : layout.recurrent()) {
      int columns = roundUp(product.gates().length * block, kernels.panelWidth());
      widest = Math.max(widest, product.firstBlock() * block + columns);
    }
    gateStride = Math.max(widest, layout.blocks() * block);
  }

  static int roundUp(int value, int multiple) {
    return Math.multiplyExact((value + multiple - 1) / multiple, multiple);
  }
}
