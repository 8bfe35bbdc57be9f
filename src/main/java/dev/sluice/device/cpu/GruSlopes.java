package dev.sluice.device.cpu;

import dev.sluice.cell.Gru;

/** The derivatives of a GRU's activations; blocks n, r, z. */
final class GruSlopes {
  private GruSlopes() {}

  static void compute(Gru cell, Kernels kernels, StepFrame f) {
    kernels.derivative(
        cell.candidateActivation(), f.gates, f.gatesAt, f.slopes, 0, f.gateStride, f.rows, f.block);
    kernels.derivative(
        cell.gateActivation(),
        f.gates,
        f.gatesAt + f.block,
        f.slopes,
        f.block,
        f.gateStride,
        f.rows,
        2 * f.block);
  }
}
