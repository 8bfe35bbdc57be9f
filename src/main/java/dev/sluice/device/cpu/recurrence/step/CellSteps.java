package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;

/** What one step of a cell does after the input product, forward, and on its way back. */
public interface CellSteps {

  /** The steps of this cell. */
  static CellSteps of(
      Cell cell, Kernels kernels, PackedGemm gemm, GateLayout layout, PaddedSizes size) {
    HiddenProduct product = new HiddenProduct(cell, kernels, gemm, layout, size);
    CellSteps steps = of(cell, kernels, gemm, product, size);
    return cell.zoneout().acts() ? new ZoneoutSteps(cell, steps, kernels) : steps;
  }

  private static CellSteps of(
      Cell cell, Kernels kernels, PackedGemm gemm, HiddenProduct product, PaddedSizes size) {
    if (cell instanceof Rnn rnn) {
      return new RnnSteps(rnn, kernels, product);
    }
    if (cell instanceof Lstm lstm) {
      return new LstmSteps(lstm, kernels, gemm, product, size);
    }
    Gru gru = (Gru) cell;
    return gru.reset() == Gru.Reset.AFTER
        ? new GruResetAfterSteps(gru, kernels, product)
        : new GruResetBeforeSteps(gru, kernels, gemm, product);
  }

  /** Whether a third state is kept, see {@link StepFrame#inner}. */
  boolean keepsInner();

  /** From the frame's pre-activations of the input and the previous state to the new state. */
  void forward(StepFrame frame, PackedWeights weights);

  /**
   * From the gradients of the frame's state to those of its pre-activations, which replace the
   * gates, and of the previous state, which replace dHidden and dCell.
   */
  void backward(StepFrame frame, PackedWeights weights);
}
