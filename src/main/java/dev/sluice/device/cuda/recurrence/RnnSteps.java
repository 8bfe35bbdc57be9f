package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Rnn;
import java.util.List;
import java.util.Set;

/** The steps of the vanilla RNN, rnn.cu. */
record RnnSteps(Rnn cell) implements CellSteps {

  @Override
  public Set<String> options() {
    return Set.of("activation", "biases", "preactivationClip", "layerNorm", "zoneout");
  }

  @Override
  public boolean keepsInner() {
    return false;
  }

  @Override
  public boolean resets() {
    return false;
  }

  @Override
  public List<RecurrentPart> recurrentParts() {
    return List.of(new RecurrentPart(0, 1, Kept.GATES, Kept.HIDDENS));
  }

  @Override
  public void forward(StepLauncher launcher, int launch) {
    launcher.multiplyHidden(0, 1);
    launcher.normStateForward(launch);
    launch(launcher, "rnn_forward", launch);
  }

  @Override
  public void backward(StepLauncher launcher, int launch) {
    launch(launcher, "rnn_backward", launch);
    launcher.normStateBackward(launch);
    launcher.addHiddenGradient(0, 1);
  }

  private void launch(StepLauncher launcher, String kernel, int launch) {
    launcher
        .kernel("rnn", kernel, launch)
        .gate(cell.activation(), cell.preactivationClip())
        .float32(cell.zoneout().hidden())
        .over(launcher.units());
  }
}
