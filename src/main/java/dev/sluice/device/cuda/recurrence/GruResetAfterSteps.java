package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import java.util.List;

/**
 * The steps of the GRU that resets after the product, gru.cu. What it keeps besides is {@code q =
 * W_hn h + b_hn}, whose gradient differs from that of n's pre-activation by the factor r.
 */
record GruResetAfterSteps(Gru cell) implements CellSteps {

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public boolean resets() {
    return false;
  }

  @Override
  public List<RecurrentPart> recurrentParts() {
    return List.of(
        new RecurrentPart(0, 2, Kept.GATES, Kept.HIDDENS),
        new RecurrentPart(2, 1, Kept.INNER, Kept.HIDDENS));
  }

  @Override
  public void forward(StepRun run, int launch) {
    run.multiplyHidden(0, 3);
    run.normState(launch);
    GruKernels.of(cell, run, "gru_after_forward", launch).over(run.units());
  }

  @Override
  public void backward(StepRun run, int launch) {
    GruKernels.of(cell, run, "gru_after_backward", launch).over(run.units());
    run.normStateGradient(launch);
    run.addHiddenGradient(0, 3);
  }
}
