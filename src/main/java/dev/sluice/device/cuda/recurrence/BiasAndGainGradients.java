package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixView;
import dev.sluice.device.cuda.operation.RowSums;
import org.jspecify.annotations.Nullable;

/**
 * Computes the gradients of a cell's biases, peepholes and layer norm gains, after the backward
 * pass over all steps. Each is a sum of columns over all T*N rows, and is added to the gradient of
 * the parameter. Parameters that are not trainable are skipped.
 */
final class BiasAndGainGradients {
  private static final int INPUT_GATE = 0;
  private static final int FORGET_GATE = 1;
  private static final int OUTPUT_GATE = 3;

  private final CudaBackend device;
  private final Cell cell;
  private final CellSteps steps;
  private final CellParameters parameters;
  private final PassMemory pass;
  private final StepOrder order;
  private final GateGradients gradients;
  private final RowSums sums;

  BiasAndGainGradients(
      CudaBackend device,
      Cell cell,
      CellSteps steps,
      CellParameters parameters,
      PassMemory pass,
      StepOrder order) {
    this.device = device;
    this.cell = cell;
    this.steps = steps;
    this.parameters = parameters;
    this.pass = pass;
    this.order = order;
    gradients = new GateGradients(pass, cell, order.rows());
    sums = new RowSums(device);
  }

  /**
   * Adds all of them. Must run before {@code norm_input_backward}, which overwrites the normalized
   * rows.
   */
  void add() {
    for (CellSteps.RecurrentPart part : steps.recurrentParts()) {
      addBiases(part);
      if (cell.layerNorm()) {
        addStateGains(part);
      }
    }
    if (cell.layerNorm()) {
      int width = PassMemory.present(pass.normInput).columns();
      addProducts(
          CellParameter.NORM_IH,
          0,
          gradients.gates(0, cell.gates()),
          PassMemory.present(pass.normInput).columns(order.rows(), 0, width));
    }
    if (pass.normCell != null) {
      addCellNorm();
    }
    if (parameters.has(CellParameter.WEIGHT_CI)) {
      addPeepholes();
    }
  }

  private void addBiases(CellSteps.RecurrentPart part) {
    int first = part.firstGate() * cell.hiddenSize();
    DeviceMemory ih = gradient(CellParameter.BIAS_IH, first);
    DeviceMemory hh = gradient(CellParameter.BIAS_HH, first);
    MatrixView stateGradients = gradients.ofState(part);
    if (part.gradients() == CellSteps.Kept.INNER) {
      sums.add(gradients.gates(part.firstGate(), part.gates()), ih, null);
      sums.add(stateGradients, null, hh);
    } else {
      sums.add(stateGradients, ih, hh);
    }
  }

  private void addStateGains(CellSteps.RecurrentPart part) {
    int first = part.firstGate() * cell.hiddenSize();
    MatrixView stateGradients = gradients.ofState(part);
    MatrixView normed =
        PassMemory.present(pass.normState).columns(order.rows(), first, stateGradients.columns());
    addProducts(CellParameter.NORM_HH, first, stateGradients, normed);
  }

  private void addCellNorm() {
    MatrixView outputGradients = units(pass.outputGradients);
    addProducts(
        CellParameter.NORM_C,
        0,
        outputGradients,
        units(PassMemory.present(pass.normCell).normed()));
    sums.add(outputGradients, gradient(CellParameter.BIAS_C, 0), null);
  }

  private void addPeepholes() {
    DeviceMemory cells = PassMemory.present(pass.cells);
    DeviceMemory afterSteps = cells.plusFloats((long) order.batch() * cell.hiddenSize());
    MatrixView before = units(cells);
    MatrixView fresh = units(pass.freshCells == null ? afterSteps : pass.freshCells);
    addProducts(CellParameter.WEIGHT_CI, 0, gradients.gates(INPUT_GATE, 1), before);
    addProducts(CellParameter.WEIGHT_CF, 0, gradients.gates(FORGET_GATE, 1), before);
    addProducts(CellParameter.WEIGHT_CO, 0, gradients.gates(OUTPUT_GATE, 1), fresh);
  }

  private MatrixView units(@Nullable DeviceMemory values) {
    return MatrixView.of(PassMemory.present(values), order.rows(), cell.hiddenSize());
  }

  private void addProducts(CellParameter role, int first, MatrixView values, MatrixView factors) {
    DeviceMemory target = gradient(role, first);
    if (target != null) {
      sums.addProducts(values, factors, target);
    }
  }

  /**
   * The address of a gradient's element; null if the cell has no such parameter or it is not
   * trainable.
   */
  private @Nullable DeviceMemory gradient(CellParameter role, int element) {
    return parameters.has(role) && parameters.get(role).trainable()
        ? CudaTensor.of(parameters.get(role).gradient(), device).output().plusFloats(element)
        : null;
  }
}
