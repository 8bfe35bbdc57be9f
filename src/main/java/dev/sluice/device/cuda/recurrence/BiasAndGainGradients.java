package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixOperand;
import dev.sluice.device.cuda.operation.RowSums;

/**
 * The gradients of a cell's biases, peepholes and gains, once all steps have gone back: sums of
 * columns over all T*N rows. They are added to those parameters that are trainable.
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

  /** All of them. The norms must still hold what they normalised. */
  void add() {
    for (CellSteps.RecurrentPart part : steps.recurrentParts()) {
      addBiases(part);
      if (cell.layerNorm()) {
        addStateGains(part);
      }
    }
    if (cell.layerNorm()) {
      int width = pass.normInput.columns();
      addProducts(
          CellParameter.NORM_IH,
          0,
          gradients.gates(0, cell.gates()),
          pass.normInput.columns(order.rows(), 0, width));
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
    MatrixOperand byState = gradients.ofState(part);
    if (part.gradients() == CellSteps.Kept.INNER) {
      sums.add(gradients.gates(part.firstGate(), part.gates()), ih, null);
      sums.add(byState, null, hh);
    } else {
      sums.add(byState, ih, hh);
    }
  }

  private void addStateGains(CellSteps.RecurrentPart part) {
    int first = part.firstGate() * cell.hiddenSize();
    MatrixOperand byState = gradients.ofState(part);
    MatrixOperand normed = pass.normState.columns(order.rows(), first, byState.columns());
    addProducts(CellParameter.NORM_HH, first, byState, normed);
  }

  private void addCellNorm() {
    MatrixOperand byArgument = units(pass.outputGradients);
    addProducts(CellParameter.NORM_C, 0, byArgument, units(pass.normCell.normed()));
    sums.add(byArgument, gradient(CellParameter.BIAS_C, 0), null);
  }

  private void addPeepholes() {
    DeviceMemory afterSteps = pass.cells.plusFloats((long) order.batch() * cell.hiddenSize());
    MatrixOperand before = units(pass.cells);
    MatrixOperand fresh = units(pass.freshCells == null ? afterSteps : pass.freshCells);
    addProducts(CellParameter.WEIGHT_CI, 0, gradients.gates(INPUT_GATE, 1), before);
    addProducts(CellParameter.WEIGHT_CF, 0, gradients.gates(FORGET_GATE, 1), before);
    addProducts(CellParameter.WEIGHT_CO, 0, gradients.gates(OUTPUT_GATE, 1), fresh);
  }

  private MatrixOperand units(DeviceMemory values) {
    return MatrixOperand.of(values, order.rows(), cell.hiddenSize());
  }

  private void addProducts(
      CellParameter role, int first, MatrixOperand values, MatrixOperand factors) {
    DeviceMemory target = gradient(role, first);
    if (target != null) {
      sums.addProducts(values, factors, target);
    }
  }

  /** The place of an element; null where there is no such parameter, or none to be trained. */
  private DeviceMemory gradient(CellParameter role, int element) {
    return parameters.has(role) && parameters.get(role).trainable()
        ? CudaTensor.of(parameters.get(role).gradient(), device).output().plusFloats(element)
        : null;
  }
}
