package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Gru;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.Set;

/** The activations of a GRU; blocks n, r, z. */
final class GruActivations {
  /** The options that the timesteps of a GRU compute, see {@link CellSteps#options}. */
  static final Set<String> OPTIONS =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "reset",
          "update",
          "biases",
          "preactivationClip",
          "layerNorm");

  private final GateActivation candidate;
  private final GateActivation gates;

  GruActivations(Gru cell, Kernels kernels) {
    float bound = cell.preactivationClip();
    candidate = new GateActivation(kernels, cell.candidateActivation(), bound, 0, 1);
    gates = new GateActivation(kernels, cell.gateActivation(), bound, 1, 2);
  }

  /** Activates r and z. */
  void activateGates(StepFrame f) {
    gates.forward(f);
  }

  /** Activates n, after the reset gate is applied. */
  void activateCandidate(StepFrame f) {
    candidate.forward(f);
  }

  /** Computes the derivatives of all three gates. */
  void derivatives(StepFrame f) {
    candidate.derivatives(f);
    gates.derivatives(f);
  }
}
