package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import java.util.List;

/**
 * The steps of the GRU that resets before the product, gru.cu: the candidate's product has to wait
 * for the reset gate. What it keeps besides is {@code r (.) h}.
 */
record GruResetBeforeSteps(Gru cell) implements CellSteps {

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public boolean resets() {
    return true;
  }

  @Override
  public List<RecurrentPart> recurrentParts() {
    return List.of(
        new RecurrentPart(0, 2, Kept.GATES, Kept.HIDDENS),
        new RecurrentPart(2, 1, Kept.GATES, Kept.INNER));
  }

  @Override
  public void forward(StepRun run, int launch) {
    run.multiplyHidden(0, 2);
    GruKernels.of(cell, run, "gru_before_gates_forward", launch).over(run.units());
    run.multiplyReset(2, 1);
    GruKernels.of(cell, run, "gru_before_candidate_forward", launch).over(run.units());
  }

  @Override
  public void backward(StepRun run, int launch) {
    GruKernels.of(cell, run, "gru_before_candidate_backward", launch).over(run.units());
    run.setResetGradient(2, 1);
    GruKernels.of(cell, run, "gru_before_gates_backward", launch).over(run.units());
    run.addHiddenGradient(0, 2);
  }
}
