package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * The peepholes of an LSTM, F. Gers and J. Schmidhuber, <em>Recurrent Nets that Time and
 * Count</em>, 2000. The gates i and f read the previous c, o reads the new c. Blocks f, i, o.
 */
final class Peepholes {
  private final SpanKernels spans;
  private final boolean forget;

  /**
   * Creates the peepholes.
   *
   * @param forget whether f has a peephole
   */
  Peepholes(Kernels kernels, boolean forget) {
    this.spans = kernels.spans();
    this.forget = forget;
  }

  /** Adds the previous c to i and f, before their activation. */
  void addPrevious(StepFrame f, PackedWeights weights) {
    if (forget) {
      add(weights, CellParameter.WEIGHT_CF, f.previousCell, f.previousCellAt, f, 0);
    }
    add(weights, CellParameter.WEIGHT_CI, f.previousCell, f.previousCellAt, f, 1);
  }

  /** Adds the new c to o, before its activation. */
  void addNew(StepFrame f, PackedWeights weights) {
    add(weights, CellParameter.WEIGHT_CO, f.cell, f.stateAt, f, 2);
  }

  private void add(
      PackedWeights weights, CellParameter role, float[] cell, int cellAt, StepFrame f, int block) {
    float[] peephole = weights.vectors().of(role);
    for (int row = 0; row < f.rows; row++) {
      int gate = f.gatesAt + row * f.gateStride + block * f.block;
      spans.addProduct(peephole, 0, cell, cellAt + row * f.stateStride, f.gates, gate, f.block);
    }
  }

  /**
   * Adds the gradients of i and f to dCell, which is the gradient of the previous c at this time.
   */
  void backwardPrevious(StepFrame f, PackedWeights weights) {
    if (forget) {
      backward(weights, CellParameter.WEIGHT_CF, f.previousCell, f.previousCellAt, f, 0);
    }
    backward(weights, CellParameter.WEIGHT_CI, f.previousCell, f.previousCellAt, f, 1);
  }

  /** Adds the gradient of o to dCell, which is the gradient of the new c at this time. */
  void backwardNew(StepFrame f, PackedWeights weights) {
    backward(weights, CellParameter.WEIGHT_CO, f.cell, f.stateAt, f, 2);
  }

  private void backward(
      PackedWeights weights, CellParameter role, float[] cell, int cellAt, StepFrame f, int block) {
    float[] peephole = weights.vectors().of(role);
    float[] sum = f.vectorGradients().of(role);
    for (int row = 0; row < f.rows; row++) {
      int gate = f.gatesAt + row * f.gateStride + block * f.block;
      int at = row * f.stateStride;
      spans.addProduct(peephole, 0, f.gates, gate, f.dCell, at, f.block);
      spans.addProduct(f.gates, gate, cell, cellAt + at, sum, 0, f.block);
    }
  }
}
