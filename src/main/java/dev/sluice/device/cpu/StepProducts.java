package dev.sluice.device.cpu;

/** The recurrent products of one step. */
final class StepProducts {
  private StepProducts() {}

  /** Adds {@code state Wᵀ} to the blocks from {@code firstBlock} on. */
  static void addToGates(
      Kernels kernels,
      StepFrame frame,
      int hidden,
      float[] state,
      int stateAt,
      PackedMatrix weights,
      int firstBlock) {
    kernels.multiply(
        frame.rows,
        hidden,
        state,
        stateAt,
        frame.stateStride,
        weights.values(),
        weights.panels(),
        frame.gates,
        frame.gatesAt + firstBlock * frame.block,
        frame.gateStride,
        true);
  }

  /** {@code target = dGates W} over the blocks from {@code firstBlock} on, or {@code +=}. */
  static void toState(
      Kernels kernels,
      StepFrame frame,
      PackedMatrix weights,
      int firstBlock,
      float[] target,
      boolean accumulate) {
    kernels.multiply(
        frame.rows,
        weights.depth(),
        frame.gates,
        frame.gatesAt + firstBlock * frame.block,
        frame.gateStride,
        weights.values(),
        weights.panels(),
        target,
        0,
        frame.stateStride,
        accumulate);
  }
}
