package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Lstm;
import dev.sluice.device.cuda.driver.Launch;
import java.util.List;
import java.util.Set;

/**
 * The steps of the LSTM, lstm.cu: one kernel, one more for the layer norm of the cell state, and
 * one more for the projection. {@link CellSteps.Kept#INNER} holds the operand of the projection.
 */
record LstmSteps(Lstm cell) implements CellSteps {

  @Override
  public Set<String> options() {
    return Set.of(
        "gateActivation",
        "candidateActivation",
        "outputActivation",
        "biases",
        "peepholes",
        "coupled",
        "projectionSize",
        "cellClip",
        "preactivationClip",
        "layerNorm",
        "zoneout");
  }

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
  public void forward(StepLauncher launcher, int launch) {
    launcher.multiplyHidden(0, 4);
    launcher.normStateForward(launch);
    kernel(launcher, "lstm_forward", launch).over(launcher.units());
    if (cell.layerNorm()) {
      kernel(launcher, "lstm_norm_forward", launch).overBlocks(launcher.rows());
    }
    if (projects()) {
      launcher.multiplyProjection();
      kernel(launcher, "lstm_project_forward", launch).over(launcher.outputs());
    }
  }

  @Override
  public void backward(StepLauncher launcher, int launch) {
    if (projects()) {
      kernel(launcher, "lstm_project_backward", launch).over(launcher.outputs());
      launcher.setProjectedGradient();
    }
    if (cell.layerNorm()) {
      kernel(launcher, "lstm_norm_backward", launch).overBlocks(launcher.rows());
    }
    kernel(launcher, "lstm_backward", launch).over(launcher.units());
    launcher.normStateBackward(launch);
    launcher.addHiddenGradient(0, 4);
  }

  /** Begins the launch of a kernel and adds the {@code struct Lstm}. */
  private Launch kernel(StepLauncher launcher, String kernel, int launch) {
    return launcher
        .kernel("lstm", kernel, launch)
        .gate(cell.gateActivation(), cell.preactivationClip())
        .gate(cell.candidateActivation(), cell.preactivationClip())
        .activation(cell.outputActivation())
        .int32(cell.coupled() ? 1 : 0)
        .float32(cell.cellClip())
        .float32(cell.zoneout().hidden())
        .float32(cell.zoneout().cell());
  }
}
