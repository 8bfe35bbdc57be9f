package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Lstm;
import dev.sluice.device.cuda.driver.Launch;
import java.util.List;

/**
 * The steps of the LSTM, lstm.cu: one kernel, one more for the norm of the cell state, and one more
 * for the projection. What it keeps besides is what is projected.
 */
record LstmSteps(Lstm cell) implements CellSteps {

  @Override
  public boolean keepsInner() {
    return projects();
  }

  @Override
  public boolean resets() {
    return false;
  }

  @Override
  public boolean projects() {
    return cell.projected();
  }

  @Override
  public List<RecurrentPart> recurrentParts() {
    return List.of(new RecurrentPart(0, 4, Kept.GATES, Kept.HIDDENS));
  }

  @Override
  public void forward(StepRun run, int launch) {
    run.multiplyHidden(0, 4);
    run.normState(launch);
    kernel(run, "lstm_forward", launch).over(run.units());
    if (cell.layerNorm()) {
      kernel(run, "lstm_norm_forward", launch).overBlocks(run.rows());
    }
    if (projects()) {
      run.multiplyProjection();
      kernel(run, "lstm_project_forward", launch).over(run.outputs());
    }
  }

  @Override
  public void backward(StepRun run, int launch) {
    if (projects()) {
      kernel(run, "lstm_project_backward", launch).over(run.outputs());
      run.setProjectedGradient();
    }
    if (cell.layerNorm()) {
      kernel(run, "lstm_norm_backward", launch).overBlocks(run.rows());
    }
    kernel(run, "lstm_backward", launch).over(run.units());
    run.normStateGradient(launch);
    run.addHiddenGradient(0, 4);
  }

  /** With the {@code struct Lstm}. */
  private Launch kernel(StepRun run, String kernel, int launch) {
    return run.kernel("lstm", kernel, launch)
        .gate(cell.gateActivation(), cell.preactivationClip())
        .gate(cell.candidateActivation(), cell.preactivationClip())
        .activation(cell.outputActivation())
        .int32(cell.coupled() ? 1 : 0)
        .float32(cell.cellClip())
        .float32(cell.zoneout().hidden())
        .float32(cell.zoneout().cell());
  }
}
