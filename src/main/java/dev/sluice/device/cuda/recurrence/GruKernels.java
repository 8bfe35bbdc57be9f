package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import dev.sluice.device.cuda.driver.Launch;

/** The kernels of gru.cu, which all take the {@code struct Gru}. */
final class GruKernels {
  private GruKernels() {}

  /** Begins the launch of one. */
  static Launch of(Gru cell, StepRun run, String kernel, int launch) {
    return run.kernel("gru", kernel, launch)
        .gate(cell.gateActivation(), cell.preactivationClip())
        .gate(cell.candidateActivation(), cell.preactivationClip())
        .int32(cell.update() == Gru.Update.KEEPS ? 1 : 0)
        .float32(cell.zoneout().hidden());
  }
}
