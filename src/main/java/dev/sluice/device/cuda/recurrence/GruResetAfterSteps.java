package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Gru;
import java.util.List;
import java.util.Set;

/**
 * The steps of the GRU that applies its reset gate after the recurrent product, gru.cu. {@link
 * CellSteps.Kept#INNER} holds {@code q = W_hn h + b_hn}. Its gradient is that of n's pre-activation
 * times r.
 */
record GruResetAfterSteps(Gru cell) implements CellSteps {

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
    return false;
  }

  @Override
  public List<RecurrentPart> recurrentParts() {
    return List.of(
        new RecurrentPart(0, 2, Kept.GATES, Kept.HIDDENS),
        new RecurrentPart(2, 1, Kept.INNER, Kept.HIDDENS));
  }

  @Override
  public void forward(StepLauncher launcher, int launch) {
    launcher.multiplyHidden(0, 3);
    launcher.normStateForward(launch);
    GruKernels.of(cell, launcher, "gru_after_forward", launch).over(launcher.units());
  }

  @Override
  public void backward(StepLauncher launcher, int launch) {
    GruKernels.of(cell, launcher, "gru_after_backward", launch).over(launcher.units());
    launcher.normStateBackward(launch);
    launcher.addHiddenGradient(0, 3);
  }
}
