package dev.sluice.device.cuda;

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
    run.kernel("rnn", "rnn_forward", launch).activation(cell.activation()).over(run.units());
  }

  @Override
  public void backward(StepRun run, int launch) {
    run.kernel("rnn", "rnn_backward", launch).activation(cell.activation()).over(run.units());
    run.addHiddenGradient(0, 1);
  }
}
