package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.spi.RecurrenceChecks;
import java.util.Set;

/** One timestep of a cell after the input product: its forward and its backward pass. */
public interface CellSteps {

  /**
   * Creates the timesteps of a cell.
   *
   * @throws IllegalArgumentException if the cell has an option that the CPU does not compute
   */
  static CellSteps of(
      Cell cell, Kernels kernels, PackedGemm gemm, GateLayout layout, PaddedSizes size) {
    HiddenProduct product = new HiddenProduct(cell, kernels, gemm, layout, size);
    CellSteps steps = of(cell, kernels, gemm, product, size);
    CellSteps all = cell.zoneout().acts() ? new ZoneoutSteps(cell, steps, kernels) : steps;
    RecurrenceChecks.requireKnownOptions("cpu", cell, all.options());
    return all;
  }

  private static CellSteps of(
      Cell cell, Kernels kernels, PackedGemm gemm, HiddenProduct product, PaddedSizes size) {
    return cell.match(
        rnn -> new RnnSteps(rnn, kernels, product),
        lstm -> new LstmSteps(lstm, kernels, gemm, product, size),
        gru ->
            gru.reset() == Gru.Reset.AFTER
                ? new GruResetAfterSteps(gru, kernels, product)
                : new GruResetBeforeSteps(gru, kernels, gemm, product));
  }

  /** The options of the cell that these timesteps compute. All other options are refused. */
  Set<String> options();

  /** Whether the cell keeps an inner state, see {@link StepFrame#inner}. */
  boolean keepsInner();

  /** Computes the new state from the pre-activations of the input and the previous state. */
  void forward(StepFrame frame, PackedWeights weights);

  /**
   * Computes the gradients of the pre-activations and of the previous state from the gradients of
   * the state. They replace the gates, dHidden and dCell.
   */
  void backward(StepFrame frame, PackedWeights weights);
}
