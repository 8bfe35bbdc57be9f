package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Rnn;
import java.util.List;

/** The steps of the vanilla cell, rnn.cu. */
record RnnSteps(Rnn cell) implements CellSteps {

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
  public void forward(StepRun run, int launch) {
    run.multiplyHidden(0, 1);
    run.normState(launch);
    launch(run, "rnn_forward", launch);
  }

  @Override
  public void backward(StepRun run, int launch) {
    launch(run, "rnn_backward", launch);
    run.normStateGradient(launch);
    run.addHiddenGradient(0, 1);
  }

  private void launch(StepRun run, String kernel, int launch) {
    run.kernel("rnn", kernel, launch)
        .gate(cell.activation(), cell.preactivationClip())
        .float32(cell.zoneout().hidden())
        .over(run.units());
  }
}
