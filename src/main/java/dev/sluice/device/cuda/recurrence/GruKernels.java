package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import dev.sluice.device.cuda.driver.Launch;
import java.util.Set;

/** Launches the kernels of gru.cu, which all take a {@code struct Gru}. */
final class GruKernels {
  /** What a GRU's steps compute, see {@link CellSteps#options}. */
  static final Set<String> OPTIONS =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "reset",
          "update",
          "biases",
          "preactivationClip",
          "layerNorm",
          "zoneout");

  private GruKernels() {}

  /** Begins the launch of a kernel and adds the {@code struct Gru}. */
  static Launch of(Gru cell, StepLauncher launcher, String kernel, int launch) {
    return launcher
        .kernel("gru", kernel, launch)
        .gate(cell.gateActivation(), cell.preactivationClip())
        .gate(cell.candidateActivation(), cell.preactivationClip())
        .int32(cell.update() == Gru.Update.KEEPS ? 1 : 0)
        .float32(cell.zoneout().hidden());
  }
}
