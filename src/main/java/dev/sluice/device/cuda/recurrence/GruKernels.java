package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import dev.sluice.device.cuda.driver.Launch;

/** Launches the kernels of gru.cu, which all take a {@code struct Gru}. */
final class GruKernels {
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
