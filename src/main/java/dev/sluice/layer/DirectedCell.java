package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Direction;
import dev.sluice.device.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One layer of a stack in one direction: a cell with its parameters and its plan. */
final class DirectedCell {
  /** The place of the forget gate among an LSTM's i, f, g, o. */
  private static final int FORGET_GATE = 1;

  private final Cell cell;
  private final CellParameters parameters;
  private final List<Parameter> ordered = new ArrayList<>();
  private final PlanSlot plans;

  DirectedCell(RecurrentSpec spec, int layer, Direction direction, LayerContext context) {
    this.cell = spec.cells().get(layer);
    String suffix = RecurrentSpec.suffix(layer, direction);
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, shape) -> {
              float[] values = draw(cell, role, spec.initialization(), context.random());
              Parameter parameter = context.parameter(role.label() + suffix, values, shape);
              byRole.put(role, parameter);
              ordered.add(parameter);
            });
    this.parameters = new CellParameters(cell, byRole);
    PlanSlot slot = new PlanSlot(context.device(), cell, direction, spec.bptt());
    this.plans = context.scope().own(slot);
  }

  private static float[] draw(
      Cell cell,
      CellParameter role,
      RecurrentInitialization initialization,
      RandomGenerator random) {
    int hidden = cell.hiddenSize();
    int columns =
        switch (role) {
          case WEIGHT_IH -> cell.inputSize();
          case WEIGHT_HH -> cell.outputSize();
          default -> 1;
        };
    Initializer initializer =
        switch (role) {
          case WEIGHT_IH -> initialization.inputWeights();
          case WEIGHT_HH -> initialization.recurrentWeights();
          default -> initialization.biases();
        };
    int block = Math.multiplyExact(hidden, columns);
    float[] values = new float[Math.multiplyExact(cell.gates(), block)];
    for (int gate = 0; gate < cell.gates(); gate++) {
      float[] drawn = initializer.draw(hidden, columns, hidden, random);
      System.arraycopy(drawn, 0, values, gate * block, block);
    }
    if (initialization.forgetBias() != null && isBias(role)) {
      float bias = role == CellParameter.BIAS_IH ? initialization.forgetBias().floatValue() : 0;
      Arrays.fill(values, FORGET_GATE * block, (FORGET_GATE + 1) * block, bias);
    }
    return values;
  }

  private static boolean isBias(CellParameter role) {
    return role == CellParameter.BIAS_IH || role == CellParameter.BIAS_HH;
  }

  Cell cell() {
    return cell;
  }

  CellParameters cellParameters() {
    return parameters;
  }

  /** In PyTorch's order. */
  List<Parameter> parameters() {
    return ordered;
  }

  PlanSlot plans() {
    return plans;
  }
}
