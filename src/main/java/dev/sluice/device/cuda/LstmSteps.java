package dev.sluice.device.cuda;

import dev.sluice.cell.Lstm;
import java.util.List;

/** The steps of the LSTM, lstm.cu. */
record LstmSteps(Lstm cell) implements CellSteps {

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
    return List.of(new RecurrentPart(0, 4, Kept.GATES, Kept.HIDDENS));
  }

  @Override
  public void forward(StepRun run, int launch) {
    run.multiplyHidden(0, 4);
    launch(run, "lstm_forward", launch);
  }

  @Override
  public void backward(StepRun run, int launch) {
    launch(run, "lstm_backward", launch);
    run.addHiddenGradient(0, 4);
  }

  private void launch(StepRun run, String kernel, int launch) {
    run.kernel("lstm", kernel, launch)
        .activation(cell.gateActivation())
        .activation(cell.candidateActivation())
        .activation(cell.outputActivation())
        .over(run.units());
  }
}
