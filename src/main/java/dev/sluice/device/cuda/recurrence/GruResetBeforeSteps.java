package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import java.util.List;
import java.util.Set;

/**
 * The steps of the GRU that applies its reset gate before the recurrent product, gru.cu. The
 * product of the candidate has to wait for the reset gate. {@link CellSteps.Kept#INNER} holds
 * {@code r (.) h}.
 */
record GruResetBeforeSteps(Gru cell) implements CellSteps {

  @Override
  public Set<String> options() {
    return GruKernels.OPTIONS;
  }

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
  public void forward(StepLauncher launcher, int launch) {
    launcher.multiplyHidden(0, 2);
    GruKernels.of(cell, launcher, "gru_before_gates_forward", launch).over(launcher.units());
    launcher.multiplyReset(2, 1);
    GruKernels.of(cell, launcher, "gru_before_candidate_forward", launch).over(launcher.units());
  }

  @Override
  public void backward(StepLauncher launcher, int launch) {
    GruKernels.of(cell, launcher, "gru_before_candidate_backward", launch).over(launcher.units());
    launcher.setResetGradient(2, 1);
    GruKernels.of(cell, launcher, "gru_before_gates_backward", launch).over(launcher.units());
    launcher.addHiddenGradient(0, 2);
  }
}
