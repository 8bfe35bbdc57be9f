package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Lstm;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Timesteps of an LSTM; blocks f, i, o, g. The inner state is the activated cell state. The fields
 * of options that the cell does not have are null.
 */
final class LstmSteps implements CellSteps {
  /**
   * Options that do not concern {@link Kernels#lstmForward}, because they act before or after it.
   */
  private static final Set<String> OUTSIDE_OF_THE_KERNEL =
      Set.of("biases", "projectionSize", "zoneout");

  private final Kernels kernels;
  private final HiddenProduct product;
  private final Activation outputActivation;
  private final GateActivation gates;
  private final GateActivation candidate;

  /** The activation of o, if peepholes delay it until the new c is known. */
  private final @Nullable GateActivation outputGate;

  private final @Nullable Peepholes peepholes;
  private final @Nullable CoupledGates coupled;
  private final @Nullable CellClip cellClip;
  private final @Nullable CellNorm cellNorm;
  private final @Nullable Projection projection;

  /**
   * Whether one fused kernel computes the timestep: standard activations and no option except a
   * projection.
   */
  private final boolean fused;

  LstmSteps(Lstm cell, Kernels kernels, PackedGemm gemm, HiddenProduct product, PaddedSizes size) {
    this.kernels = kernels;
    this.product = product;
    this.outputActivation = cell.outputActivation();
    Activation gate = cell.gateActivation();
    float bound = cell.preactivationClip();
    int first = cell.coupled() ? 1 : 0;
    int end = cell.peepholes() ? 2 : 3;
    gates = new GateActivation(kernels, gate, bound, first, end - first);
    outputGate = cell.peepholes() ? new GateActivation(kernels, gate, bound, 2, 1) : null;
    candidate = new GateActivation(kernels, cell.candidateActivation(), bound, 3, 1);
    peepholes = cell.peepholes() ? new Peepholes(kernels, !cell.coupled()) : null;
    coupled = cell.coupled() ? new CoupledGates(kernels) : null;
    cellClip = cell.cellClip() > 0 ? new CellClip(kernels, cell.cellClip()) : null;
    cellNorm = cell.layerNorm() ? new CellNorm(kernels, size) : null;
    projection = cell.projected() ? new Projection(gemm) : null;
    fused = cell.optionsBeyond(OUTSIDE_OF_THE_KERNEL).isEmpty();
  }

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
        "layerNorm");
  }

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public void forward(StepFrame f, PackedWeights weights) {
    product.forward(f, weights);
    if (fused) {
      kernels.lstmForward(f);
    } else {
      forwardWithOptions(f, weights);
    }
    if (projection != null) {
      projection.forward(f, weights);
    }
  }

  private void forwardWithOptions(StepFrame f, PackedWeights weights) {
    if (peepholes != null) {
      peepholes.addPrevious(f, weights);
    }
    gates.forward(f);
    candidate.forward(f);
    if (coupled != null) {
      coupled.forward(f);
    }
    kernels.lstmCell(f);
    if (cellClip != null) {
      cellClip.forward(f);
    }
    if (peepholes != null) {
      peepholes.addNew(f, weights);
    }
    if (outputGate != null) {
      outputGate.forward(f);
    }
    if (cellNorm != null) {
      cellNorm.forward(f, weights);
    }
    kernels.activate(outputActivation, f.inner, f.stateAt, f.stateStride, f.rows, f.block);
    kernels.lstmOutput(f);
  }

  @Override
  public void backward(StepFrame f, PackedWeights weights) {
    if (projection != null) {
      projection.backward(f, weights);
    }
    if (fused) {
      kernels.lstmBackward(f);
    } else {
      backwardWithOptions(f, weights);
    }
    product.backward(f, weights, false);
  }

  private void backwardWithOptions(StepFrame f, PackedWeights weights) {
    derivatives(f);
    if (peepholes == null && cellClip == null && cellNorm == null) {
      kernels.lstmGradients(f);
    } else {
      gradientsWithOptions(f, weights);
    }
    if (coupled != null) {
      coupled.backward(f);
    }
    if (peepholes != null) {
      peepholes.backwardPrevious(f, weights);
    }
  }

  private void derivatives(StepFrame f) {
    gates.derivatives(f);
    candidate.derivatives(f);
    if (outputGate != null) {
      outputGate.derivatives(f);
    }
    if (coupled != null) {
      coupled.derivatives(f);
    }
    kernels.derivative(
        outputActivation,
        f.inner,
        f.stateAt,
        f.innerDerivatives,
        0,
        f.stateStride,
        f.rows,
        f.block);
  }

  /**
   * Computes the same as {@link Kernels#lstmGradients}, with the options of c between its two
   * halves.
   */
  private void gradientsWithOptions(StepFrame f, PackedWeights weights) {
    kernels.lstmOutputGradients(f);
    if (cellNorm != null) {
      cellNorm.backward(f, weights);
    }
    for (int row = 0; row < f.rows; row++) {
      int at = row * f.stateStride;
      kernels.addScaled(1, f.innerDerivatives, at, f.dCell, at, f.block);
    }
    if (peepholes != null) {
      peepholes.backwardNew(f, weights);
    }
    if (cellClip != null) {
      cellClip.backward(f);
    }
    kernels.lstmCellGradients(f);
  }
}
